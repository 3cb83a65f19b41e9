package com.acme;

import static dev.jacquard.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.jacquard.Coroutine;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class MockitoTest {
    @Test
    void spiesSeeEachCall() {
        Shop real = new Shop();
        for (int i = 0; i < 3; i++) {
            assertEquals(6, run(real.twice("tea")));
        }
        Shop shop = spy(real);
        assertEquals(6, run(shop.twice("tea")));
        assertEquals(4, run(shop.fixed("tea")));
        verify(shop, times(3)).price("tea");
        doReturn(Coroutine.of(10)).when(shop).price("tea");
        assertEquals(20, run(shop.twice("tea")));
        assertEquals(11, run(shop.fixed("tea")));
    }

    @Test
    void anInOrderSeesTheCallsOfTheSourceOnly() {
        Shop shop = spy(new Shop());
        assertEquals(6, run(shop.twice("tea")));
        InOrder order = inOrder(shop);
        order.verify(shop).twice("tea");
        order.verify(shop, times(2)).price("tea");
        order.verifyNoMoreInteractions();
    }

    @Test
    void mocksAndMockedStatics() {
        Shop shop = mock(Shop.class);
        when(shop.price(any())).thenReturn(Coroutine.of(5));
        assertEquals(5, run(shop.price("tea")));
        when(shop.price("real")).thenCallRealMethod();
        assertEquals(4, run(shop.price("real")));
        try (var statics = mockStatic(Shop.class)) {
            statics.when(() -> Shop.open("tea")).thenReturn(Coroutine.of(7));
            assertEquals(10, run(new Shop().fixed("tea")));
        }
        assertEquals(4, run(new Shop().fixed("tea")));
    }
}
