package io.kaizen.sync.bootstrap.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether other people on this machine can read our secrets, or tell us where to send them. */
final class FileSafety {

    private FileSafety() {}

    /** Warnings about a configuration file that exists. */
    static List<String> ofFile(Path file, boolean holdsSecret) {
        List<String> warnings = new ArrayList<>();
        Set<PosixFilePermission> permissions = permissionsOf(file);
        if (Files.isSymbolicLink(file)) {
            warnings.add(file + " is a symlink; whoever can change where it points decides what is configured");
        }
        if (isWritableByOthers(permissions)) {
            warnings.add(file + " can be changed by other users; run: chmod 600 " + file);
        } else if (holdsSecret && isReadableByOthers(permissions)) {
            warnings.add(file + " holds a secret and can be read by other users; run: chmod 600 " + file);
        }
        return warnings;
    }

    /**
     * Checks that a secret may be put into {@code file}.
     *
     * @throws ConfigException if everybody can read it, or others can change it
     */
    static void requirePrivate(Path file) {
        Set<PosixFilePermission> permissions = permissionsOf(file);
        if (isWritableByOthers(permissions) || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            throw new ConfigException(file
                    + " can be read or changed by other users, so that no secret is put there; run: chmod 600 " + file);
        }
    }

    /** Warnings about a folder that configuration files lie in; none if it does not exist. */
    static List<String> ofFolder(Path folder) {
        return isWritableByOthers(permissionsOf(folder))
                ? List.of(folder + " can be changed by other users; run: chmod 700 " + folder)
                : List.of();
    }

    /** None where the file system has no such thing, or the file cannot be looked at. */
    private static Set<PosixFilePermission> permissionsOf(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException | UnsupportedOperationException nothingToSay) {
            return Set.of();
        }
    }

    private static boolean isReadableByOthers(Set<PosixFilePermission> permissions) {
        return permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ);
    }

    private static boolean isWritableByOthers(Set<PosixFilePermission> permissions) {
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
