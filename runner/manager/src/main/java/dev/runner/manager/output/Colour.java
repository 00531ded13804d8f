package dev.runner.manager.output;

/** The colours that the command line uses, as the terminal's own sixteen, which a person has set up to be readable. */
public enum Colour {
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    MAGENTA("35"),
    CYAN("36"),
    BRIGHT_GREEN("92"),
    BRIGHT_YELLOW("93"),
    BRIGHT_BLUE("94"),
    BRIGHT_MAGENTA("95"),
    BRIGHT_CYAN("96"),
    BOLD("1"),
    DIM("2");

    /** What members are told apart by. Red is not among them: it means failure. */
    private static final Colour[] OF_MEMBERS = {
        CYAN, YELLOW, GREEN, MAGENTA, BLUE, BRIGHT_CYAN, BRIGHT_YELLOW, BRIGHT_GREEN, BRIGHT_MAGENTA, BRIGHT_BLUE
    };

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** The text in this colour, with a reset behind it. */
    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /**
     * The colour of a member: always the same for the same name, in every run and every command, and different for
     * neighbours ({@code worker-0} to {@code worker-9} have ten different ones).
     */
    public static Colour ofMember(String name) {
        int digits = name.length();
        while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) {
            digits--;
        }
        int number = 0;
        for (int i = digits; i < name.length(); i++) {
            number = (number * 10 + (name.charAt(i) - '0')) % OF_MEMBERS.length;
        }
        int kind = Math.floorMod(name.substring(0, digits).hashCode(), OF_MEMBERS.length);
        return OF_MEMBERS[(kind + number) % OF_MEMBERS.length];
    }
}
