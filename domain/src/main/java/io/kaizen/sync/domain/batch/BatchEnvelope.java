package io.kaizen.sync.domain.batch;

import java.util.Objects;
import java.util.Optional;

/**
 * Whose rows these are: what stands in front of the rows in the body of an enveloped kind.
 *
 * @param workspaceHash salted hash of the workspace's path, {@code "blake3:"} and 64 hex digits
 * @param projectName name to show for the workspace; left out of the body where empty
 */
public record BatchEnvelope(String teamId, String workspaceHash, Optional<String> projectName) {

    public BatchEnvelope {
        Objects.requireNonNull(teamId, "teamId");
        Objects.requireNonNull(workspaceHash, "workspaceHash");
        Objects.requireNonNull(projectName, "projectName");
    }
}
