package dev.jacquard.samples.queues;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncPriorityQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.Comparator;

/**
 * One worker, many jobs: the most urgent one first, of equally urgent ones the oldest.
 *
 * <p>In Python: {@code asyncio.PriorityQueue} of tuples {@code (urgency, number, job)}.
 */
public final class PriorityScheduler {
    private PriorityScheduler() {}

    /** The number keeps jobs of the same urgency in order. */
    record Job(int urgency, int number, String name) {
        static final Comparator<Job> ORDER =
                Comparator.comparingInt(Job::urgency).reversed().thenComparingInt(Job::number);
    }

    private static final class Office {
        final AsyncPriorityQueue<Job> jobs = new AsyncPriorityQueue<>(Job.ORDER);
        private int submitted;

        void submit(int urgency, String name) {
            System.out.println("submitted: " + name);
            jobs.putNowait(new Job(urgency, submitted++, name));
        }

        @Async
        Coroutine<Void> work() {
            while (true) {
                Job job = await(jobs.get());
                await(sleep(100));
                System.out.println("done:      " + job.name());
                jobs.taskDone();
            }
        }
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        var office = new Office();
        office.submit(1, "water the flowers");
        office.submit(2, "answer the mail");
        office.submit(2, "pay the bills");
        Task<Void> worker = createTask(office.work());
        await(sleep(150));
        office.submit(9, "put out the fire");
        await(office.jobs.join());
        worker.cancel();
        return Coroutine.done();
    }
}
