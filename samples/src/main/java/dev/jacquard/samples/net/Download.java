package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.Publishers;
import dev.jacquard.annotations.Async;
import dev.jacquard.files.AsyncFile;
import dev.jacquard.files.AsyncFiles;
import dev.jacquard.files.TemporaryFolder;
import dev.jacquard.samples.Exit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Downloads a file and shows how far it is. Without arguments it serves one itself; {@code download URL [FILE]} takes
 * any. The body comes block by block, no faster than the disk takes it, so the size of the file is of no importance;
 * under its name it appears when it is complete.
 */
public final class Download {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Blocks of 16 KiB that may wait for the disk. */
    private static final int BLOCKS = 16;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private Download() {}

    public static void main(String[] args) {
        Exit.with(run(args));
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) {
        try {
            if (args.length == 0) {
                Asyncio.run(Download::demo);
                return 0;
            }
            URI uri = URI.create(args[0]);
            if (args.length <= 2 && uri.getHost() != null && uri.getScheme().startsWith("http")) {
                Path file = args.length > 1 ? Path.of(args[1]) : name(uri);
                Asyncio.run(new Download().fetch(uri, file));
                return 0;
            }
        } catch (IllegalArgumentException e) {
            // is told below
        } catch (IOException e) {
            System.err.println("Cannot download it: " + e);
            return 1;
        }
        System.err.println("usage: download URL [FILE], where URL is like https://example.org/a");
        return 2;
    }

    private static Path name(URI uri) {
        String path = uri.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return Path.of(last.isEmpty() || last.startsWith(".") ? "download" : last);
    }

    /** Downloads a file; one that is there is replaced. */
    @Async
    private Coroutine<Void> fetch(URI uri, Path to) throws IOException {
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = await(
                client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofPublisher()), IOException.class);
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try (AsyncGenerator<List<ByteBuffer>> body = Publishers.from(response.body(), BLOCKS)) {
            if (response.statusCode() != 200) {
                throw new IOException("The server answers with status " + response.statusCode());
            }
            long size = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            await(save(body, part, new ProgressBar(size, getRunningLoop()::time)));
        }
        await(AsyncFiles.move(part, to, StandardCopyOption.REPLACE_EXISTING));
        return Coroutine.done();
    }

    /** Writes the body to a file, which is removed if it does not come to its end. */
    @Async
    private static Coroutine<Void> save(AsyncGenerator<List<ByteBuffer>> body, Path part, ProgressBar bar)
            throws IOException {
        boolean complete = false;
        try (AsyncFile file = await(AsyncFiles.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))) {
            for (List<ByteBuffer> buffers : body) {
                for (ByteBuffer buffer : buffers) {
                    byte[] block = new byte[buffer.remaining()];
                    buffer.get(block);
                    await(file.write(block));
                    bar.add(block.length);
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                await(AsyncFiles.delete(part));
            }
        }
        bar.finish();
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> demo() throws IOException {
        byte[] content = new byte[8 << 20];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }
        try (TemporaryFolder folder = await(AsyncFiles.temporaryFolder("jacquard-download"));
                var server = await(FileServer.start(content))) {
            Path file = folder.path().resolve("cards.bin");
            await(new Download().fetch(server.uri(), file));
            byte[] got = await(AsyncFiles.readAllBytes(file));
            System.out.println(file.getFileName() + (Arrays.equals(got, content) ? " is the same" : " differs"));
        }
        return Coroutine.done();
    }
}
