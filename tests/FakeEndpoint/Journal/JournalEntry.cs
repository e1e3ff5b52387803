using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint;

/// <summary>A request as the fake received it, and how it was answered. Secrets are masked, see <see cref="Mask"/>.</summary>
public sealed record JournalEntry
{
    /// <summary>When the request was read, by the server's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The operation, such as <c>CreateToken</c> or <c>Authorize</c>; <c>Unknown</c> where there is none.</summary>
    public required string Operation { get; init; }

    public required string Method { get; init; }

    /// <summary>The path as sent, without the query.</summary>
    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>Header values by name, in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Members of a JSON object body: strings as they are, anything else as compact JSON. Empty for other bodies.</summary>
    public required IReadOnlyDictionary<string, string> Body { get; init; }

    /// <summary>Length of the body in bytes.</summary>
    public required int BodyLength { get; init; }

    /// <summary>The same for all requests on one connection.</summary>
    public required string ConnectionId { get; init; }

    public required int RemotePort { get; init; }

    /// <summary>Status of the answer; null while there is none and when none was sent.</summary>
    public int? Status { get; init; }

    /// <summary>Name of the error that was answered, such as <c>SlowDownException</c>.</summary>
    public string? Error { get; init; }

    /// <summary>The scripted fault that hit this request.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>The masked form of a secret: three stars and eight hex digits of its SHA-256, so that tests can compare.</summary>
    public static string Mask(string secret) => Secrets.Mask(secret);
}
