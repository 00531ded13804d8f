package dev.runner.cluster.testprogram;

import java.util.concurrent.CountDownLatch;

/** A program that is run in a JVM of its own: it prints its arguments, and stays. */
public final class Greeter {
    private Greeter() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        System.out.println(String.join(" ", args));
        new CountDownLatch(1).await();
    }
}
