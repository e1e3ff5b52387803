using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SsoOidc.FakeEndpoint.Signing;

/// <summary>
/// Checks AWS Signature Version 4 in the Authorization header. It recomputes over what was received and over exactly the headers
/// that the request lists as signed; it shares nothing with the signer under test.
/// </summary>
public sealed class SigV4Verifier
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string BadSignature = "InvalidSignatureException";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly string _service;
    private readonly string _accessKey;
    private readonly string _secretKey;
    private readonly string? _sessionToken;

    /// <summary>A verifier that knows one access key.</summary>
    public SigV4Verifier(string service, string accessKey, string secretKey, string? sessionToken = null)
    {
        _service = service;
        _accessKey = accessKey;
        _secretKey = secretKey;
        _sessionToken = sessionToken;
    }

    /// <summary>When the session token expires; null for never.</summary>
    public DateTimeOffset? SessionTokenExpiresAt { get; init; }

    /// <summary>Verifies a request at the given moment. Any region is accepted and reported.</summary>
    public SigV4Result Verify(SigV4Request request, DateTimeOffset now)
    {
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        if (!headers.TryGetValue("authorization", out var authorization))
            return new SigV4Result("MissingAuthenticationTokenException", "Missing Authentication Token");
        if (SigV4Authorization.Parse(authorization) is not { } parsed)
            return Incomplete("Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        if (!headers.TryGetValue("x-amz-date", out var date)
            || !TryReadDate(date, out var signedAt))
        {
            return Incomplete("Authorization header requires existence of a valid 'X-Amz-Date' header.");
        }
        if (CheckSignedHeaders(parsed, headers) is { } unsigned)
            return unsigned;
        if (CheckCredential(parsed, headers, now) is { } refused)
            return refused;
        if (parsed.Date != date[..8])
        {
            return new SigV4Result(
                BadSignature,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{parsed.Date}' != '{date[..8]}', from '{date}'.");
        }
        if (parsed.Service != _service)
            return new SigV4Result(BadSignature, $"Credential should be scoped to correct service: '{_service}'.");
        if (CheckTime(signedAt, date, now) is { } late)
            return late;
        return CheckSignature(request, parsed, headers, date);
    }

    private static bool TryReadDate(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);

    private static SigV4Result Incomplete(string message) => new("IncompleteSignatureException", message);

    private static SigV4Result? CheckSignedHeaders(SigV4Authorization parsed, Dictionary<string, string> headers)
    {
        var signed = parsed.SignedHeaders;
        if (!signed.SequenceEqual(signed.Select(h => h.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)))
            return Incomplete("SignedHeaders must be lower case, sorted and distinct.");
        if (signed.FirstOrDefault(name => !headers.ContainsKey(name)) is { } absent)
            return new SigV4Result(BadSignature, $"The signed header '{absent}' is not in the request.");
        foreach (var name in (ReadOnlySpan<string>)["host", "x-amz-date", "x-amz-security-token"])
        {
            if (!signed.Contains(name) && (name != "x-amz-security-token" || headers.ContainsKey(name)))
                return new SigV4Result(BadSignature, $"'{name}' must be a signed header in the AWS Authorization.");
        }
        return null;
    }

    private SigV4Result? CheckCredential(SigV4Authorization parsed, Dictionary<string, string> headers, DateTimeOffset now)
    {
        if (parsed.AccessKey != _accessKey || headers.GetValueOrDefault("x-amz-security-token") != _sessionToken)
            return new SigV4Result("UnrecognizedClientException", "The security token included in the request is invalid.");
        return _sessionToken is not null && now >= SessionTokenExpiresAt
            ? new SigV4Result("ExpiredTokenException", "The security token included in the request is expired")
            : null;
    }

    private static SigV4Result? CheckTime(DateTimeOffset signedAt, string date, DateTimeOffset now)
    {
        var clock = now.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture);
        if (now - signedAt > Window)
        {
            var limit = (now - Window).UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture);
            return new SigV4Result(BadSignature, $"Signature expired: {date} is now earlier than {limit} ({clock} - 5 min.)");
        }
        if (signedAt - now > Window)
        {
            var limit = (now + Window).UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture);
            return new SigV4Result(BadSignature, $"Signature not yet current: {date} is still later than {limit} ({clock} + 5 min.)");
        }
        return null;
    }

    private SigV4Result CheckSignature(SigV4Request request, SigV4Authorization parsed, Dictionary<string, string> headers, string date)
    {
        var payloadHash = Convert.ToHexStringLower(SHA256.HashData(request.Body.Span));
        if (headers.TryGetValue("x-amz-content-sha256", out var claimed) && claimed != payloadHash)
            return new SigV4Result(BadSignature, "The value of 'x-amz-content-sha256' does not match the body.");

        var canonical = SigV4Canonical.Request(request, headers, parsed.SignedHeaders, payloadHash);
        var canonicalHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var stringToSign = string.Join('\n', Algorithm, date, parsed.Scope, canonicalHash);
        var key = Encoding.UTF8.GetBytes("AWS4" + _secretKey);
        foreach (var part in parsed.Scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));

        return expected == parsed.Signature
            ? new SigV4Result(null, "", parsed.Region, canonical)
            : new SigV4Result(
                BadSignature,
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
                + "and signing method. Consult the service documentation for details.",
                parsed.Region,
                canonical);
    }
}
