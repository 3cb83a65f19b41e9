package empty;

/** A program that does nothing, and whose own name does not mention Jacquard either. */
public final class Main {
    private Main() {}

    /** Does nothing. */
    public static void main(String[] args) {}
}
