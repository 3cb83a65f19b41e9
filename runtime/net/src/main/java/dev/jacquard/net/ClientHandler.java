package dev.jacquard.net;

import dev.jacquard.Coroutine;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;

/** Serves one connection of a server: its task's body. */
@FunctionalInterface
public interface ClientHandler {
    /**
     * Serves a connection; it is closed when this ends.
     *
     * @throws Exception told to the loop's exception handler, like what the coroutine throws
     */
    Coroutine<?> handle(StreamReader reader, StreamWriter writer) throws Exception;
}
