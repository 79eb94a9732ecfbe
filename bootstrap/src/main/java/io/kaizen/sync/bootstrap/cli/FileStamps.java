package io.kaizen.sync.bootstrap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What files looked like from outside at one moment; differs as soon as one of them is written, replaced, made or removed. */
record FileStamps(Map<Path, Stamp> stamps) {

    FileStamps {
        stamps = Map.copyOf(stamps);
    }

    /** One file; all zero where there is none. */
    record Stamp(FileTime modified, long bytes, String key) {

        static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, "");
    }

    static FileStamps of(List<Path> files) {
        Map<Path, Stamp> stamps = new LinkedHashMap<>();
        files.forEach(file -> stamps.put(file, stampOf(file)));
        return new FileStamps(stamps);
    }

    private static Stamp stampOf(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException absent) {
            return Stamp.ABSENT;
        }
    }
}
