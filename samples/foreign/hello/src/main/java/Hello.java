import static dev.jacquard.Asyncio.*;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;

class Hello {
    @Async
    static Coroutine<String> hello(String name) {
        System.out.println("Hello");
        await(sleep(Duration.ofSeconds(1))); // suspends the task, never the thread
        return Coroutine.of("hi " + name);
    }

    @Async
    static Coroutine<Void> both() {
        var greetings = await(gather(hello("you"), hello("world"))); // one second, not two
        System.out.println(greetings);
        return Coroutine.done();
    }

    public static void main(String[] args) {
        run(both());
    }
}
