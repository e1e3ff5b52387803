using System.Text;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Reliability.Faults;

/// <summary>Whether the client sends again.</summary>
internal enum Again
{
    Never,
    Always,

    /// <summary>Only what the service may get twice: the fault leaves open whether it acted.</summary>
    IfReplaySafe,
}

/// <summary>One way for an exchange to go wrong, and the documented result. <see cref="Error"/> is null where the call succeeds.</summary>
internal sealed record FaultCase(string Name, Fault Fault, Type? Error, Again Again)
{
    public const string RequestId = "request-of-the-fault";

    /// <summary>Whether the operation ran, so that what it takes once is spent.</summary>
    public bool Acts { get; init; }

    public int? Status { get; init; }

    /// <summary>The waits before both retries, in seconds.</summary>
    public double Waits { get; init; } = 0.15;

    public Func<byte[], byte[]>? Rewrite { get; init; }

    public bool Hangs => Error == typeof(SsoOidcTimeoutException);

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new("reset before the service acted", new Fault { Kind = FaultKind.Reset }, typeof(SsoOidcConnectionException), Again.IfReplaySafe),
        new("reset after the service acted", new Fault { Kind = FaultKind.Reset, After = true }, typeof(SsoOidcConnectionException), Again.IfReplaySafe) { Acts = true },
        new("stall past the time-out", new Fault { Kind = FaultKind.Stall }, typeof(SsoOidcTimeoutException), Again.IfReplaySafe),
        new("slow drip past the time-out", Drip(TimeSpan.FromSeconds(1)), typeof(SsoOidcTimeoutException), Again.IfReplaySafe) { Acts = true, Status = 200 },
        new("slow drip in time", Drip(TimeSpan.Zero), null, Again.Never) { Acts = true, Status = 200 },
        new("truncated body", new Fault { Kind = FaultKind.Truncate }, typeof(SsoOidcConnectionException), Again.IfReplaySafe) { Acts = true, Status = 200 },
        new("Content-Length too small", new Fault { Kind = FaultKind.BadContentLength }, typeof(SsoOidcResponseException), Again.Never) { Acts = true, Status = 200 },
        new("Content-Length too large", Length("100000"), typeof(SsoOidcConnectionException), Again.IfReplaySafe) { Acts = true, Status = 200 },
        new("Content-Length beyond 64 bits", Length("99999999999999999999"), null, Again.Never) { Acts = true, Status = 200 },
        new("chunked", new Fault { Kind = FaultKind.HugeBody, Bytes = 2000 }, null, Again.Never) { Status = 200 },
        new("gzip", new Fault { Kind = FaultKind.Gzip }, null, Again.Never) { Acts = true, Status = 200 },
        new("gzip that is none", Body("{}") with { Headers = With("Content-Encoding", "gzip") }, typeof(SsoOidcResponseException), Again.Never) { Status = 200 },
        new("HTML page with 200", Html(200), typeof(SsoOidcResponseException), Again.Never) { Status = 200 },
        new("HTML error page with 403", Html(403), typeof(SsoOidcException), Again.Never) { Status = 403 },
        new("HTML error page with 500", Html(500), typeof(SsoOidcException), Again.Always) { Status = 500 },
        new("429", Answer(429), typeof(SsoOidcException), Again.Always) { Status = 429, Waits = 3 },
        new("429 with Retry-After", Answer(429) with { Headers = With("Retry-After", "3") }, typeof(SsoOidcException), Again.Always) { Status = 429, Waits = 6 },
        new("429 with an endless Retry-After", Answer(429) with { Headers = With("Retry-After", "2000000000") }, typeof(SsoOidcException), Again.Always) { Status = 429, Waits = 13 },
        .. Statuses(Again.Always, 500, 503),
        .. Statuses(Again.IfReplaySafe, 502, 504),
        .. ((int[])[301, 302, 303, 307, 308]).Select(status => new FaultCase($"redirect {status}", new Fault { Kind = FaultKind.Redirect, Status = status }, typeof(SsoOidcException), Again.Never) { Status = status }),
        new("1 GB body", Huge(200), typeof(SsoOidcResponseException), Again.Never) { Status = 200 },
        new("1 GB error body", Huge(400), typeof(SsoOidcException), Again.Never) { Status = 400 },
        new("empty body", Body(""), null, Again.Never) { Status = 200 },
        new("invalid UTF-8", Body("""{"accessToken":"?","clientId":"?","deviceCode":"?"}"""), typeof(SsoOidcResponseException), Again.Never)
        {
            Status = 200,
            Rewrite = bytes => [.. bytes.Select(b => b == (byte)'?' ? (byte)0xFF : b)],
        },
        new("deep JSON", Body("{\"x\":" + new string('[', 100_000) + "}"), typeof(SsoOidcResponseException), Again.Never) { Status = 200 },
        new("duplicate keys", Body("""{"clientId":"a","clientId":"b","deviceCode":"a","deviceCode":"b","accessToken":"a","accessToken":"b"}"""), null, Again.Never) { Status = 200 },
        new("huge numbers", Body("""{"expiresIn":1e999,"interval":99999999999999999999,"clientSecretExpiresAt":1e300,"clientIdIssuedAt":-1e999}"""), null, Again.Never) { Status = 200 },
        new("wrong types", Body("""{"clientId":{},"deviceCode":[1],"accessToken":true}"""), typeof(SsoOidcResponseException), Again.Never) { Status = 200 },
        new("a list for the object", Body("[{}]"), typeof(SsoOidcResponseException), Again.Never) { Status = 200 },
    ];

    public static FaultCase Named(string name) => All.Single(fault => fault.Name == name);

    /// <summary>The fault as told to the fake for one operation.</summary>
    public Fault On(string operation, int times, string elsewhere) => Fault with
    {
        Operation = operation,
        Times = times,
        Location = elsewhere,
        Headers = Fault.Headers.Append(new("x-amzn-RequestId", RequestId)).ToDictionary(),
    };

    private static Dictionary<string, string> With(string name, string value) => new() { [name] = value };

    private static Fault Drip(TimeSpan pause) => new() { Kind = FaultKind.Drip, Delay = pause };

    private static Fault Length(string length) => new() { Kind = FaultKind.BadContentLength, ContentLength = length };

    private static Fault Body(string body) => new() { Kind = FaultKind.Status, Status = 200, Body = body };

    private static Fault Answer(int status) => new() { Kind = FaultKind.Status, Status = status };

    private static Fault Html(int status) => new()
    {
        Kind = FaultKind.Status,
        Status = status,
        ContentType = "text/html",
        Body = new StringBuilder("<!doctype html><h1>").Insert(19, "gateway ", 200).ToString(),
    };

    private static Fault Huge(int status) => new() { Kind = FaultKind.HugeBody, Status = status, Bytes = 1L << 30 };

    private static IEnumerable<FaultCase> Statuses(Again again, params int[] statuses) =>
        statuses.Select(status => new FaultCase($"{status}", Answer(status), typeof(SsoOidcException), again) { Status = status });
}
