package com.acme;

import java.util.ArrayList;
import java.util.List;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;

/** An aspect that is woven when the shop is loaded. */
@Aspect
public class Counting {
    static final List<String> CALLS = new ArrayList<>();

    @Around("execution(@dev.jacquard.annotations.Async * Shop.*(..))")
    public Object around(ProceedingJoinPoint point) throws Throwable {
        CALLS.add(point.getSignature().getName());
        return point.proceed();
    }

    @Before("execution(@dev.jacquard.annotations.Async * Shop.price(..))")
    public void before() {
        CALLS.add("before");
    }
}
