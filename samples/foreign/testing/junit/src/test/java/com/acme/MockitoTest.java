package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.jacquard.testing.AsyncAnswers;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InjectMocks;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** Mocks by annotation. */
@ExtendWith(MockitoExtension.class)
class MockitoTest {
    @Mock Bank bank;
    @InjectMocks Shop shop;

    @BeforeEach
    void answers() {
        when(bank.pay(1)).thenAnswer(AsyncAnswers.returnsAfter(Duration.ofDays(1), "paid"));
    }

    @AsyncTest
    void aMockIsAwaited() {
        assertThat(await(shop.order(1))).isEqualTo("paid");
        verify(bank).pay(1);
    }

    @AsyncTest
    @ExploreSchedules(runs = 20)
    void areFreshUnderEachSchedule() {
        await(gather(shop.order(1), shop.order(1)));
        assertThat(shop.orders()).isEqualTo(2);
        verify(bank, times(2)).pay(1);
    }
}
