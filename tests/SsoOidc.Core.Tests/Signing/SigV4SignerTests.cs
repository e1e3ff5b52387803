using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using CsCheck;
using SsoOidc.Signing;

namespace SsoOidc.Tests.Signing;

/// <summary>The signer against published signatures and against the signer of the AWS SDK for .NET, which shares no code with it.</summary>
public sealed class SigV4SignerTests
{
    private static readonly DateTimeOffset Example = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    /// <summary>Of the reserved characters the SDK leaves some in a path as they are, which the specification does not: those have cases of their own.</summary>
    private static readonly Gen<string> Segment = Gen.String[Gen.Char["abzAZ09-._~ %éß東🔐\"<>{}"], 1, 12].Where(s => IsWellFormed(s) && s.Trim('.').Length > 0);

    private static readonly Gen<string> QueryValue = Gen.String[Gen.Char["abzAZ09-._~ %éß東🔐+=&,;@'()!*:/?$"], 0, 12].Where(IsWellFormed);

    [Fact]
    public void The_example_of_the_IAM_documentation_has_its_published_signature()
    {
        var signed = SigV4Signer.Sign(
            "GET", new Uri("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"), "application/x-www-form-urlencoded; charset=utf-8", [],
            A.Credentials, "us-east-1", "iam", Example);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            signed.Authorization);
        Assert.Equal("20150830T123600Z", signed.AmzDate);
        Assert.Null(signed.SecurityToken);
    }

    [Fact]
    public void The_form_of_the_published_test_suite_has_its_signature()
    {
        var signed = SigV4Signer.Sign(
            "POST", new Uri("https://example.amazonaws.com/"), "application/x-www-form-urlencoded", "Param1=value1"u8, A.Credentials, "us-east-1", "service", Example);

        Assert.EndsWith("Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a", signed.Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_path_body_key_port_and_moment_is_signed_as_the_official_signer_does() =>
        Gen.Select(
            Gen.Select(Segment.Array[0, 4], Gen.OneOf("https://oidc.eu-west-1.amazonaws.com", "http://127.0.0.1:8080", "https://h:8443", "http://h:80", "https://h:443", "http://h:443", "http://[::1]", "http://[2001:db8::1]:8080")),
            Gen.Byte.Array,
            Gen.Select(Gen.String.AlphaNumeric.Where(s => s.Length > 0), Gen.String[Gen.Char['!', '~'], 1, 50], Gen.String[Gen.Char['!', '~'], 1, 50].Null()),
            Gen.Long[946_684_800, 4_102_444_799].Select(DateTimeOffset.FromUnixTimeSeconds),
            Gen.OneOf("us-east-1", "cn-north-1"))
            .Sample((place, body, key, now, region) =>
            {
                var (segments, endpoint) = place;
                var raw = "/" + string.Join('/', [.. segments, "token"]);
                var address = new Uri(endpoint + "/" + string.Join('/', [.. segments.Select(Uri.EscapeDataString), "token"]) + "?aws_iam=t");
                var credentials = new AwsCredentials(key.Item1, key.Item2, key.Item3);

                var signed = SigV4Signer.Sign("POST", address, "application/json", body, credentials, region, "sso-oauth", now);

                return signed.Authorization == Official.Sign(address, raw, "aws_iam=t", body, credentials, region, now) && signed.SecurityToken == credentials.SessionToken;
            });

    [Fact]
    public void Every_query_is_put_in_order_and_encoded_as_the_official_signer_does() =>
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 3], QueryValue)[0, 6].Sample(query =>
        {
            var wire = string.Join('&', query.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
            var address = new Uri("https://h/token?" + wire);

            var signed = SigV4Signer.Sign("POST", address, "application/json", [], A.Credentials, A.Region, "sso-oauth", Example);

            var expected = Official.CanonicalQuery(query.Select(p => new KeyValuePair<string, string>(p.Key, p.Value)));
            return signed.Authorization == Official.Sign(address, "/token", expected, [], A.Credentials, A.Region, Example);
        });

    /// <summary>The normal forms of the published test suite (get-slash, get-slashes, get-relative, get-unreserved, get-space, get-utf8) and of reserved characters.</summary>
    [Theory]
    [InlineData("https://h", "/")]
    [InlineData("https://h//", "/")]
    [InlineData("https://h//example//", "/example/")]
    [InlineData("https://h/a//b", "/a/b")]
    [InlineData("https://h/./example", "/example")]
    [InlineData("https://h/example/..", "/")]
    [InlineData("https://h/-._~0123456789abcXYZ", "/-._~0123456789abcXYZ")]
    [InlineData("https://h/example space/", "/example%2520space/")]
    [InlineData("https://h/ሴ", "/%25E1%2588%25B4")]
    [InlineData("https://h/a%2Fb", "/a%252Fb")]
    [InlineData("https://h/:'()!*$+=&,;@", "/%3A%27%28%29%21%2A%24%2B%3D%26%2C%3B%40")]
    public void A_path_is_put_into_its_normal_form(string address, string canonicalPath) =>
        Assert.Equal(
            Official.SignCanonical($"POST\n{canonicalPath}\n\ncontent-type:t\nhost:h\nx-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n{Official.HexHash([])}", "content-type;host;x-amz-date", A.Credentials, A.Region, Example),
            SigV4Signer.Sign("POST", new Uri(address), "t", [], A.Credentials, A.Region, "sso-oauth", Example).Authorization);

    /// <summary>Names that repeat are ordered by value (get-vanilla-query-order-value); <c>=</c> is always there.</summary>
    [Theory]
    [InlineData("?b=2&a=2&a=1", "a=1&a=2&b=2")]
    [InlineData("?flag", "flag=")]
    [InlineData("?a=1=2", "a=1%3D2")]
    [InlineData("?a=%7e%2f", "a=~%2F")]
    [InlineData("?a=%41", "a=A")]
    [InlineData("?é=ü", "%C3%A9=%C3%BC")]
    [InlineData("?a=3&a%20b=2&Z=0&%E6%9D%B1=1", "%E6%9D%B1=1&Z=0&a=3&a%20b=2")]
    [InlineData("?&a=1&&", "a=1")]
    [InlineData("?", "")]
    [InlineData("", "")]
    public void A_query_is_put_into_its_normal_form(string query, string canonicalQuery) =>
        Assert.Equal(
            Official.SignCanonical($"POST\n/\n{canonicalQuery}\ncontent-type:t\nhost:h\nx-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n{Official.HexHash([])}", "content-type;host;x-amz-date", A.Credentials, A.Region, Example),
            SigV4Signer.Sign("POST", new Uri("https://h/" + query), "t", [], A.Credentials, A.Region, "sso-oauth", Example).Authorization);

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    public void The_culture_and_its_calendar_change_nothing(string name)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(name);
            Assert.Equal("20150830T123600Z", SigV4Signer.Sign("POST", new Uri("https://h"), "t", [], A.Credentials, A.Region, "s", Example).AmzDate);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_moment_is_in_UTC() =>
        Assert.Equal("20150830T123600Z", SigV4Signer.Sign("POST", new Uri("https://h"), "t", [], A.Credentials, A.Region, "s", Example.ToOffset(TimeSpan.FromHours(9))).AmzDate);

    private static bool IsWellFormed(string text) => text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private sealed class Official : AWS4Signer
    {
        public static string Sign(Uri address, string rawPath, string canonicalQuery, byte[] body, AwsCredentials credentials, string region, DateTimeOffset now)
        {
            var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = "application/json" };
            InitializeHeaders(headers, address, now.UtcDateTime);
            var lowered = new SortedDictionary<string, string>(headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value), StringComparer.Ordinal);
            if (credentials.SessionToken is { } token)
                lowered["x-amz-security-token"] = token;
            var authority = new Uri(address.GetLeftPart(UriPartial.Authority));
            var canonical = CanonicalizeRequest(authority, rawPath, "POST", lowered, canonicalQuery, HexHash(body), null, true);
            return SignCanonical(canonical, CanonicalizeHeaderNames(lowered), credentials, region, now);
        }

        public static string SignCanonical(string canonical, string signedHeaders, AwsCredentials credentials, string region, DateTimeOffset now) =>
            ComputeSignature(new ImmutableCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, null), region, now.UtcDateTime, "sso-oauth", signedHeaders, canonical)
                .ForAuthorizationHeader;

        public static string CanonicalQuery(IEnumerable<KeyValuePair<string, string>> query) => CanonicalizeQueryParameters(query, true);

        public static string HexHash(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));
    }
}
