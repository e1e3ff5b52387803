namespace SsoOidc.FakeEndpoint.Signing;

/// <summary>The parts of an Authorization header of the AWS4-HMAC-SHA256 scheme.</summary>
internal sealed record SigV4Authorization(
    string AccessKey, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
{
    private const string Scheme = "AWS4-HMAC-SHA256 ";

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    public static SigV4Authorization? Parse(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in header[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !fields.TryAdd(field[..equals], field[(equals + 1)..]))
                return null;
        }
        return fields.Count == 3
            && fields.TryGetValue("Credential", out var credential)
            && fields.TryGetValue("SignedHeaders", out var signed) && signed.Length > 0
            && fields.TryGetValue("Signature", out var signature) && signature.Length == 64
            && credential.Split('/') is [var accessKey, { Length: 8 } date, { Length: > 0 } region, var service, "aws4_request"]
            ? new SigV4Authorization(accessKey, date, region, service, signed.Split(';'), signature)
            : null;
    }
}
