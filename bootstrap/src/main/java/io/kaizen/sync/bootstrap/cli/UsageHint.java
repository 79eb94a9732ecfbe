package io.kaizen.sync.bootstrap.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line: the fault, what was probably meant, and where help is. */
final class UsageHint {

    /** Commands that the contract names and a later version will have. */
    private static final Set<String> PLANNED = Set.of("doctor", "validate", "init");

    private UsageHint() {}

    static String of(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        String help = "try '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return faultOf(unmatched) + suggestionFor(unmatched) + "; " + help;
        }
        String commands = problem instanceof MissingParameterException ? "" : commandsOf(command, problem);
        return lowerFirst(inWords(String.valueOf(problem.getMessage()))) + commands + "; " + help;
    }

    private static String faultOf(UnmatchedArgumentException unmatched) {
        String argument = unmatched.getUnmatched().get(0);
        if (argument.startsWith("-")) {
            return "unknown option '" + argument + "'";
        }
        boolean hasCommands = !unmatched.getCommandLine().getSubcommands().isEmpty();
        return (hasCommands ? "unknown command '" : "unexpected argument '") + argument + "'";
    }

    private static String suggestionFor(UnmatchedArgumentException unmatched) {
        if (PLANNED.contains(unmatched.getUnmatched().get(0))) {
            return ", which is not built yet";
        }
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty() ? "" : "; did you mean '" + suggestions.get(0) + "'?";
    }

    /** Where a command is missing, those that there are. */
    private static String commandsOf(CommandLine command, ParameterException problem) {
        boolean missing = KaizenSyncCommand.MISSING_COMMAND.equals(problem.getMessage());
        return missing
                ? ": one of " + String.join(", ", command.getSubcommands().keySet())
                : "";
    }

    /** The parser names the types of the programming language. */
    private static String inWords(String message) {
        return message.replaceFirst(" is not an? (?:int|long)$", " is not a whole number");
    }

    private static String lowerFirst(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
