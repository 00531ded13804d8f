package dev.runner.benchmarks.product;

/** The least that a Java program can do, to compare with. */
final class HelloWorldMain {
    private HelloWorldMain() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
