package dev.jacquard.web;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * WebSockets that are told the same. Each member has a bounded queue of its own, so one that does not read delays
 * nobody; what becomes of it {@link RoomOptions} say. May be used from any thread, with members on any loop; a member
 * gets messages in the order in which one thread has sent them.
 */
public final class Room {
    private final RoomOptions options;

    private final Map<EventLoop, Group> groups = new ConcurrentHashMap<>();

    private final Set<RoomMember> all = ConcurrentHashMap.newKeySet();

    /**
     * The members of a loop, which alone touches them.
     *
     * @param thread the loop's
     */
    private record Group(Thread thread, Set<RoomMember> members) {
        void tell(String text) {
            for (RoomMember m : List.copyOf(members)) {
                m.tell(text);
            }
        }
    }

    /** A room with default options. */
    public Room() {
        this(RoomOptions.builder().build());
    }

    /** A room. */
    public Room(RoomOptions options) {
        this.options = options;
    }

    /**
     * Lets a WebSocket hear what is told from now on, on the running loop.
     *
     * @param socket leaves when it is closed; may be in many rooms
     * @return closed to leave before
     */
    public AsyncCloseable join(WebSocket socket) {
        if (!(socket instanceof MessageSocket s)) {
            throw new IllegalArgumentException("A room is for WebSockets of WebApp and ClientSession, not "
                    + socket.getClass().getName());
        }
        EventLoop loop = Asyncio.getRunningLoop();
        RoomMember member = new RoomMember(s, loop, options);
        groups.computeIfAbsent(loop, l -> new Group(Thread.currentThread(), new LinkedHashSet<>()))
                .members()
                .add(member);
        all.add(member);
        member.whenFull(() -> leave(loop, member));
        s.vertx().whenClosed(() -> leave(loop, member));
        return () -> {
            leave(loop, member);
            return Coroutine.done();
        };
    }

    private void leave(EventLoop loop, RoomMember member) {
        all.remove(member);
        member.leave();
        Group group = groups.get(loop);
        if (group != null && group.members().remove(member) && group.members().isEmpty()) {
            groups.remove(loop);
        }
    }

    /** Tells all members a text. Never waits. */
    public void broadcast(String text) {
        groups.forEach((loop, group) -> {
            if (group.thread() == Thread.currentThread()) {
                group.tell(text);
            } else {
                post(loop, group, text);
            }
        });
    }

    private void post(EventLoop loop, Group group, String text) {
        try {
            loop.callSoonThreadSafe(() -> group.tell(text));
        } catch (IllegalStateException closed) {
            groups.remove(loop);
            all.removeIf(m -> m.loop == loop); // with its sockets
        }
    }

    /** Tells all members a value as JSON, written once. */
    public void broadcastJson(Object value) {
        broadcast(new String(Json.write(value), StandardCharsets.UTF_8));
    }

    /** How many members there are. */
    public int size() {
        return all.size();
    }

    @Override
    public String toString() {
        return "Room[" + size() + " members]";
    }
}
