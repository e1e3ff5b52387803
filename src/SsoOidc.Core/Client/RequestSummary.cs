namespace SsoOidc;

/// <summary>One call as a log line can tell it: no member, no body.</summary>
/// <param name="Operation">The operation's name.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">Where the request went.</param>
/// <param name="Metadata">Status, request id and attempts.</param>
/// <param name="Elapsed">Time from the first attempt to the end of the last, waits included.</param>
/// <param name="Error">The kind of error, or null.</param>
public sealed record RequestSummary(string Operation, string Method, Uri Address, ResponseMetadata Metadata, TimeSpan Elapsed, string? Error)
{
    /// <summary><c>POST host/path 200 request-id, 1 attempt, 12 ms</c>.</summary>
    public override string ToString()
    {
        var status = Metadata.HttpStatusCode is { } code ? $"{(int)code}" : "no answer";
        var requestId = Metadata.RequestId is { } id ? $", request id {id}" : "";
        var attempts = Metadata.Attempts == 1 ? "1 attempt" : $"{Metadata.Attempts} attempts";
        return $"{Method} {Address.Authority}{Address.PathAndQuery}: {status}{(Error is null ? "" : " " + Error)}{requestId}, {attempts}, {Elapsed.TotalMilliseconds:0} ms";
    }
}
