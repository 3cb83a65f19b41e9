package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms whose members read, do not read, leave, and are on other loops. */
@Timeout(60)
class RoomTest {
    private static final String LARGE = "x".repeat(60_000);
    private static final int MANY = 150; // 9 MB: more than the buffers of a connection

    private static final WebOptions BRIEF =
            WebOptions.builder().gracePeriod(Duration.ofMillis(50)).build();

    @Async
    private static Coroutine<Void> member(Room room, WebSocket socket) {
        try (AsyncCloseable membership = room.join(socket)) {
            await(socket.send("joined"));
            for (WebSocketMessage m : socket) {
                room.broadcast(m.text());
            }
        }
        return Coroutine.done();
    }

    private static Served serve(Room room) {
        return Served.start(WebApp.create().webSocket("/", w -> member(room, w)), BRIEF);
    }

    private static Peer joined(Peer p) throws Exception {
        assertThat(p.hear()).isEqualTo("joined");
        return p;
    }

    private static void awaitSize(Room room, int size) {
        while (room.size() != size) {
            Thread.onSpinWait(); // no longer than the test's time
        }
    }

    private static String nth(int n) {
        return n + " " + LARGE;
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    @Test
    void threeOfTwentyStallAndNobodyElseNotices() throws Exception {
        Room room = new Room(RoomOptions.builder().queue(8).build());
        List<Peer> all = new ArrayList<>();
        try (Served s = serve(room)) {
            for (int i = 0; i < 20; i++) {
                all.add(joined(i < 3 ? Peer.small(s, "/") : new Peer(s, "/")));
            }
            for (int i = 0; i < MANY; i++) {
                room.broadcast(nth(i));
                for (Peer p : all.subList(3, 20)) {
                    assertThat(number(p.hear())).isEqualTo(i);
                }
            }
            awaitSize(room, 17);
            for (Peer p : all) {
                p.close();
            }
            awaitSize(room, 0);
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void whoIsTooSlowIsToldToTryAgainLater() throws Exception {
        Room room = new Room(RoomOptions.builder().queue(2).build());
        try (Served s = serve(room);
                Peer p = joined(Peer.small(s, "/"))) {
            for (int i = 0; room.size() > 0; i++) {
                room.broadcast(nth(i));
            }
            String heard = p.hear();
            for (int i = 0; !heard.startsWith("close"); i++) {
                assertThat(number(heard)).isEqualTo(i);
                heard = p.hear();
            }
            assertThat(heard).isEqualTo("close 1013");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void theOldestAreDropped() throws Exception {
        Room room = new Room(RoomOptions.builder()
                .queue(4)
                .whenFull(RoomOptions.WhenFull.DROP_OLDEST)
                .build());
        try (Served s = serve(room);
                Peer p = joined(Peer.small(s, "/"))) {
            for (int i = 0; i < MANY; i++) {
                room.broadcast(nth(i));
            }
            List<Integer> heard = new ArrayList<>();
            do {
                heard.add(number(p.hear()));
            } while (heard.get(heard.size() - 1) < MANY - 1);
            assertThat(heard).isSorted().doesNotHaveDuplicates().hasSizeLessThan(MANY);
            assertThat(heard).endsWith(MANY - 4, MANY - 3, MANY - 2, MANY - 1);
        }
    }

    @Async
    private static Coroutine<Void> inBoth(Room one, Room two, WebSocket socket) {
        one.join(socket);
        two.join(socket);
        await(socket.send("joined"));
        for (WebSocketMessage m : socket) {
            one.broadcast(m.text());
        }
        return Coroutine.done();
    }

    @Test
    void whoIsInTwoRoomsHearsBothAfterAStall() throws Exception {
        RoomOptions options = RoomOptions.builder().queue(2 * MANY).build();
        Room one = new Room(options);
        Room two = new Room(options);
        try (Served s = Served.start(WebApp.create().webSocket("/", w -> inBoth(one, two, w)), BRIEF);
                Peer p = joined(Peer.small(s, "/"))) {
            for (int i = 0; i < MANY; i++) {
                one.broadcast(nth(i));
                two.broadcast(nth(MANY + i));
            }
            List<Integer> first = new ArrayList<>();
            List<Integer> second = new ArrayList<>();
            for (int i = 0; i < 2 * MANY; i++) {
                int n = number(p.hear());
                (n < MANY ? first : second).add(n);
            }
            assertThat(first).hasSize(MANY).isSorted();
            assertThat(second).hasSize(MANY).isSorted();
            assertThat(s.errors).isEmpty();
        }
        assertThat(one.size() + two.size()).isZero();
    }

    @Test
    void membersOnTwoLoopsHearAllInOrder() throws Exception {
        Room room = new Room();
        try (Served a = serve(room);
                Served b = serve(room);
                Peer p = joined(new Peer(a, "/"));
                Peer q = joined(new Peer(b, "/"))) {
            assertThat(room.size()).isEqualTo(2);
            p.text("1").text("2");
            assertThat(List.of(p.hear(), p.hear(), q.hear(), q.hear())).containsExactly("1", "2", "1", "2");
            q.text("3");
            assertThat(List.of(p.hear(), q.hear())).containsExactly("3", "3");
            room.broadcastJson(List.of("é")); // from neither
            assertThat(List.of(p.hear(), q.hear())).containsExactly("[\"é\"]", "[\"é\"]");
            q.goodbye(1000).hear();
            awaitSize(room, 1);
            assertThat(p.text("4").hear()).isEqualTo("4");
        }
        assertThat(room.size()).isZero();
        room.broadcast("to nobody");
    }

    @Async
    private static Coroutine<Void> joinsForOne(Room room, WebSocket socket) {
        AsyncCloseable membership = room.join(socket);
        await(socket.send("joined"));
        await(socket.receiveText());
        await(membership.closeAsync());
        await(membership.closeAsync()); // again is nothing
        await(socket.send("left"));
        await(socket.receiveText());
        return Coroutine.done();
    }

    @Test
    void whoLeavesHearsNoMore() throws Exception {
        Room room = new Room();
        try (Served s = Served.start(WebApp.create().webSocket("/", w -> joinsForOne(room, w)));
                Peer p = joined(new Peer(s, "/"))) {
            room.broadcast("heard");
            assertThat(p.hear()).isEqualTo("heard");
            assertThat(p.text("leave").hear()).isEqualTo("left");
            assertThat(room.size()).isZero();
            room.broadcast("not heard");
            assertThat(p.text("end").hear()).isEqualTo("close 1000");
        }
    }

    @Test
    void whatARoomDoesNotTake() {
        assertThatThrownBy(() -> RoomOptions.builder().queue(0)).hasMessageContaining("positive");
    }
}
