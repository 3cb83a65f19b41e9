package dev.jacquard.weaver.model;

/**
 * The one look that every class file gets: does it mention Jacquard at all?
 *
 * <p>A search for bytes in the whole file rather than a walk over the constant pool: it skips thirteen bytes at a time
 * (Horspool), where a walk has to stop at each entry. A string that happens to contain the text only costs a closer
 * look.
 */
public final class ConstantPoolScan {
    private static final byte[] RUNTIME = ascii(RuntimeNames.PREFIX);
    private static final byte[] RUNTIME_SKIP = skips(RUNTIME);
    private static final byte[] MARKER = ascii(RuntimeNames.WOVEN_CLASS);
    private static final byte[] MARKER_SKIP = skips(MARKER);

    private ConstantPoolScan() {}

    /** Whether the class names anything of Jacquard, as a class or inside a descriptor. */
    public static boolean mentionsJacquard(byte[] classFile) {
        return contains(classFile, RUNTIME, RUNTIME_SKIP);
    }

    /** Whether the class has been woven already: it carries the annotation that the weaver leaves. */
    public static boolean isWoven(byte[] classFile) {
        return contains(classFile, MARKER, MARKER_SKIP);
    }

    private static boolean contains(byte[] text, byte[] wanted, byte[] skip) {
        int last = wanted.length - 1;
        int end = text.length;
        int i = last;
        while (i < end) {
            byte b = text[i];
            if (b == wanted[last] && matches(text, i - last, wanted)) {
                return true;
            }
            i += skip[b & 0xff];
        }
        return false;
    }

    private static boolean matches(byte[] text, int from, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (text[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** For each byte how far the window may move when that byte is its last one. */
    private static byte[] skips(byte[] wanted) {
        byte[] skip = new byte[256];
        for (int i = 0; i < 256; i++) {
            skip[i] = (byte) wanted.length;
        }
        for (int i = 0; i < wanted.length - 1; i++) {
            skip[wanted[i]] = (byte) (wanted.length - 1 - i);
        }
        return skip;
    }

    private static byte[] ascii(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
