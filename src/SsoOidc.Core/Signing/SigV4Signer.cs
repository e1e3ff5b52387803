using System.Globalization;
using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Signing;

/// <summary>AWS Signature Version 4 over a whole body in memory. Signs content-type, host, x-amz-date and, with a session token, x-amz-security-token.</summary>
internal static class SigV4Signer
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Signs a request.</summary>
    /// <param name="method">The HTTP method, in capitals.</param>
    /// <param name="address">The address as it will be requested.</param>
    /// <param name="contentType">The exact Content-Type value, without surplus blanks, which a signature leaves out.</param>
    /// <param name="body">The exact bytes of the body.</param>
    /// <param name="credentials">What to sign with.</param>
    /// <param name="region">The region of the credential scope.</param>
    /// <param name="service">The signing name, for example <c>sso-oauth</c>.</param>
    /// <param name="now">The moment of signing; the service takes 5 minutes of difference.</param>
    public static SigV4Headers Sign(
        string method, Uri address, string contentType, ReadOnlySpan<byte> body, AwsCredentials credentials, string region, string service, DateTimeOffset now)
    {
        var amzDate = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var date = amzDate.Substring(0, 8);
        var signedHeaders = credentials.SessionToken is null ? "content-type;host;x-amz-date" : "content-type;host;x-amz-date;x-amz-security-token";
        var canonical = CanonicalRequest(method, address, contentType, amzDate, credentials.SessionToken, signedHeaders, Platform.Sha256(body));
        var scope = $"{date}/{region}/{service}/aws4_request";
        var stringToSign = $"{Algorithm}\n{amzDate}\n{scope}\n{Platform.LowerHex(Platform.Sha256(Encoding.UTF8.GetBytes(canonical)))}";

        var key = Hmac(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey), date);
        key = Hmac(Hmac(Hmac(key, region), service), "aws4_request");
        return new SigV4Headers(
            $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={signedHeaders}, Signature={Platform.LowerHex(Hmac(key, stringToSign))}",
            amzDate,
            credentials.SessionToken);
    }

    private static byte[] Hmac(byte[] key, string text) => Platform.HmacSha256(key, Encoding.UTF8.GetBytes(text));

    private static string CanonicalRequest(
        string method, Uri address, string contentType, string amzDate, string? sessionToken, string signedHeaders, byte[] bodyHash)
    {
        var text = new StringBuilder(512);
        text.Append(method).Append('\n');
        AppendPath(text, address.AbsolutePath);
        text.Append('\n');
        AppendQuery(text, address.Query);
        text.Append('\n');
        text.Append("content-type:").Append(contentType).Append('\n');
        text.Append("host:").Append(Host(address)).Append('\n');
        text.Append("x-amz-date:").Append(amzDate).Append('\n');
        if (sessionToken is not null)
            text.Append("x-amz-security-token:").Append(sessionToken).Append('\n');
        return text.Append('\n').Append(signedHeaders).Append('\n').Append(Platform.LowerHex(bodyHash)).ToString();
    }

    /// <summary>The Host header: with the port unless it is the scheme's own, and an IPv6 address in brackets.</summary>
    private static string Host(Uri address)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
        return address.IsDefaultPort ? host : $"{host}:{address.Port}";
    }

    /// <summary>Every service but S3 encodes each segment once more than on the wire; <see cref="Uri"/> has removed dot segments.</summary>
    private static void AppendPath(StringBuilder text, string path)
    {
        // A doubled slash counts as one.
        foreach (var segment in path.Split(['/'], StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append('/');
            AppendEncoded(text, segment);
        }

        if (path.EndsWith("/", StringComparison.Ordinal))
            text.Append('/');
    }

    private static void AppendQuery(StringBuilder text, string query)
    {
        if (query.Length < 2)
            return;
        var pairs = new List<(string Name, string Value)>();
        foreach (var pair in query.Substring(1).Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            pairs.Add(equals < 0 ? (Encode(pair), "") : (Encode(pair.Substring(0, equals)), Encode(pair.Substring(equals + 1))));
        }

        pairs.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Value, b.Value));
        for (var i = 0; i < pairs.Count; i++)
            text.Append(i == 0 ? "" : "&").Append(pairs[i].Name).Append('=').Append(pairs[i].Value);
    }

    /// <summary>A query part arrives percent-encoded in some spelling; SigV4 wants its own.</summary>
    private static string Encode(string part)
    {
        var text = new StringBuilder(part.Length + 8);
        AppendEncoded(text, Uri.UnescapeDataString(part));
        return text.ToString();
    }

    private static void AppendEncoded(StringBuilder text, string part)
    {
        foreach (var b in Encoding.UTF8.GetBytes(part))
        {
            if (b is >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
                text.Append((char)b);
            else
                text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
    }
}
