using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace SsoOidc.FakeEndpoint.Http;

/// <summary>A request read to its end, so that everything after works on plain values.</summary>
internal sealed class IncomingRequest
{
    public const int MaxBodyBytes = 64 * 1024;

    // A client that is still sending cannot read the 413, so some more is read and dropped before the connection is given up.
    private const int MaxDrainedBytes = 4 * 1024 * 1024;

    public required string Method { get; init; }
    public required string RawPath { get; init; }
    public required string RawQuery { get; init; }
    public required string Path { get; init; }
    public required IReadOnlyDictionary<string, string> Query { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public required byte[] Body { get; init; }
    public required bool BodyTooLarge { get; init; }
    public required string ConnectionId { get; init; }
    public required int RemotePort { get; init; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public Dictionary<string, string> Form()
    {
        using var reader = new FormReader(System.Text.Encoding.UTF8.GetString(Body));
        return reader.ReadForm().ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
    }

    public static async Task<IncomingRequest> ReadAsync(HttpContext context, string basePath)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var rawPath = question < 0 ? target : target[..question];
        var (body, tooLarge) = await ReadBodyAsync(context.Request.Body, context.RequestAborted);
        return new IncomingRequest
        {
            Method = context.Request.Method,
            RawPath = rawPath,
            RawQuery = question < 0 ? "" : target[(question + 1)..],
            Path = rawPath.StartsWith(basePath, StringComparison.Ordinal) ? rawPath[basePath.Length..] : "",
            Query = context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            Headers = context.Request.Headers.ToDictionary(
                h => h.Key, h => string.Join(',', h.Value.ToArray()), StringComparer.OrdinalIgnoreCase),
            Body = body,
            BodyTooLarge = tooLarge,
            ConnectionId = context.Connection.Id,
            RemotePort = context.Connection.RemotePort,
        };
    }

    private static async Task<(byte[] Body, bool TooLarge)> ReadBodyAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var total = 0;
        int read;
        while (total < MaxDrainedBytes && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            total += read;
            if (total <= MaxBodyBytes)
                kept.Write(buffer, 0, read);
        }
        return total <= MaxBodyBytes ? (kept.ToArray(), false) : ([], true);
    }
}
