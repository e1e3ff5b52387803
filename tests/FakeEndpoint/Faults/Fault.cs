namespace SsoOidc.FakeEndpoint;

/// <summary>
/// What goes wrong. Kinds marked (processed) let the operation run; the others answer in its place unless
/// <see cref="Fault.After"/> is set.
/// </summary>
public enum FaultKind
{
    /// <summary>(processed) The answer comes later by <see cref="Fault.Delay"/>.</summary>
    Latency,

    /// <summary>The connection is reset without an answer.</summary>
    Reset,

    /// <summary>(processed) The connection ends in the middle of the answer's body.</summary>
    Truncate,

    /// <summary>An answer with the given status, headers, body and content type.</summary>
    Status,

    /// <summary>A modelled error by name.</summary>
    Error,

    /// <summary>(processed) The body comes one byte at a time, <see cref="Fault.Delay"/> apart.</summary>
    Drip,

    /// <summary>A JSON body of <see cref="Fault.Bytes"/> bytes.</summary>
    HugeBody,

    /// <summary>(processed) The Content-Length header says <see cref="Fault.ContentLength"/>, by default half of what is sent.</summary>
    BadContentLength,

    /// <summary>No answer until the client goes away.</summary>
    Stall,

    /// <summary>A redirect to <see cref="Fault.Location"/>.</summary>
    Redirect,

    /// <summary>(processed) The body comes compressed, with <c>Content-Encoding: gzip</c>.</summary>
    Gzip,
}

/// <summary>
/// Something that is to go wrong with the next requests of an operation. Faults are used in the order they were added, one a request.
/// </summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Operation that is hit, as in <see cref="JournalEntry.Operation"/>; null for any.</summary>
    public string? Operation { get; init; }

    /// <summary>How many matching requests pass untouched first.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests are hit.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The operation runs first and its state changes stay: a lost reply.</summary>
    public bool After { get; init; }

    /// <summary>Wait before the answer, on the server's TimeProvider; for <see cref="FaultKind.Drip"/> the wait before each byte.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>HTTP status; by default 500 for Status, 307 for Redirect, the kind's own for Error.</summary>
    public int? Status { get; init; }

    /// <summary>Headers set on the answer, whatever the kind.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Body of a Status answer.</summary>
    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "application/json";

    /// <summary>Modelled error, with or without "Exception" at the end.</summary>
    public string? Error { get; init; }

    /// <summary>The error's <c>error_description</c>; null is sent as null.</summary>
    public string? Description { get; init; }

    public string? Reason { get; init; }

    public string? Endpoint { get; init; }

    public string? Region { get; init; }

    /// <summary>Size of a <see cref="FaultKind.HugeBody"/>.</summary>
    public long Bytes { get; init; } = 16 * 1024 * 1024;

    public string? ContentLength { get; init; }

    public string Location { get; init; } = "/redirected";
}
