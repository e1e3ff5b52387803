using System.Text;
using SsoOidc.FakeEndpoint.Signing;

namespace SsoOidc.FakeEndpoint.Tests;

/// <summary>The verifier against the published SigV4 test suite and against a request that botocore signed.</summary>
public sealed class SigV4VerifierTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string StsToken =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/"
        + "qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT3"
        + "8xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly DateTimeOffset SuiteTime = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("get-vanilla", "GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("post-vanilla", "POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("get-relative", "GET", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-dot-slash", "GET", "/./", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slashes", "GET", "//example//", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData("get-space", "GET", "/example space/", "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData("get-utf8", "GET", "/ሴ", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-order", "GET", "/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("query-one", "GET", "/", "Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("query-utf8", "GET", "/", "%E1%88%B4=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData(
        "query-unreserved", "GET", "/",
        Unreserved + "=" + Unreserved,
        "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData(
        "get-header-key-duplicate", "GET", "/", "", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "My-Header1:value2,value2,value1")]
    [InlineData(
        "get-header-value-trim", "GET", "/", "", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "My-Header1: value1", "My-Header2: \"a   b   c\"")]
    [InlineData(
        "post-header-key-sort", "POST", "/", "", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c", "My-Header1:value1")]
    [InlineData(
        "post-sts-header-before", "POST", "/", "", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
        "X-Amz-Security-Token:" + StsToken)]
    public void Holds_for_the_published_suite(string name, string method, string path, string query, string signature, params string[] more)
    {
        var headers = SuiteHeaders(signature, more);
        var token = headers.GetValueOrDefault("X-Amz-Security-Token");

        var result = new SigV4Verifier("service", "AKIDEXAMPLE", Secret, token)
            .Verify(new SigV4Request(method, path, query, headers, default), SuiteTime);

        Assert.True(result.Error is null, $"{name}: {result.Message}\n{result.CanonicalRequest}");
        Assert.Equal("us-east-1", result.Region);
    }

    [Fact]
    public void Hashes_the_body_of_post_x_www_form_urlencoded()
    {
        var headers = SuiteHeaders(
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a", ["Content-Type:application/x-www-form-urlencoded"]);

        Assert.Null(Verify("Param1=value1").Error);
        Assert.Equal("InvalidSignatureException", Verify("Param1=value2").Error);

        SigV4Result Verify(string body) => new SigV4Verifier("service", "AKIDEXAMPLE", Secret)
            .Verify(new SigV4Request("POST", "/", "", headers, Encoding.UTF8.GetBytes(body)), SuiteTime);
    }

    // Signed once by botocore 1.43.11 with the headers the JavaScript client signs.
    [Fact]
    public void Canonicalises_exactly_the_headers_that_are_listed()
    {
        var headers = Botocore();
        headers["User-Agent"] = "not signed";
        headers["x-amz-unlisted"] = "not signed";

        Assert.Null(VerifyBotocore(headers).Error);
        headers["amz-sdk-request"] = "attempt=2; max=3";
        Assert.Equal("InvalidSignatureException", VerifyBotocore(headers).Error);
    }

    [Theory]
    [InlineData(300, null)]
    [InlineData(301, "Signature expired: 20261122T120000Z is now earlier than 20261122T120001Z (20261122T120501Z - 5 min.)")]
    [InlineData(-300, null)]
    [InlineData(-301, "Signature not yet current: 20261122T120000Z is still later than 20261122T115959Z (20261122T115459Z + 5 min.)")]
    public void Takes_dates_within_five_minutes(int secondsLater, string? message)
    {
        var result = VerifyBotocore(Botocore(), secondsLater);

        Assert.Equal((message is null ? null : "InvalidSignatureException", message ?? ""), (result.Error, result.Message));
    }

    [Theory]
    [InlineData("x-amz-date", null, "IncompleteSignatureException")]
    [InlineData("x-amz-date", "2026-11-22T12:00:00Z", "IncompleteSignatureException")]
    [InlineData("x-amz-date", "20261123T120000Z", "InvalidSignatureException")]
    [InlineData("amz-sdk-request", null, "InvalidSignatureException")]
    [InlineData("x-amz-content-sha256", "UNSIGNED-PAYLOAD", "InvalidSignatureException")]
    [InlineData("x-amz-security-token", "unsigned", "InvalidSignatureException")]
    [InlineData("Authorization", null, "MissingAuthenticationTokenException")]
    public void Refuses_headers_that_do_not_fit(string header, string? value, string error)
    {
        var headers = Botocore();
        if (value is null)
            headers.Remove(header);
        else
            headers[header] = value;

        Assert.Equal(error, VerifyBotocore(headers).Error);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512", "IncompleteSignatureException")]
    [InlineData("host;x-amz-date", "x-amz-date;host", "IncompleteSignatureException")]
    [InlineData("host;x-amz-date", "Host;x-amz-date", "IncompleteSignatureException")]
    [InlineData("host;", "", "InvalidSignatureException")]
    [InlineData("sso-oauth", "oidc", "InvalidSignatureException")]
    [InlineData("aws4_request", "aws5_request", "IncompleteSignatureException")]
    [InlineData("/20261122/", "/20261121/", "InvalidSignatureException")]
    [InlineData("Signature=758f", "Signature=858f", "InvalidSignatureException")]
    [InlineData("Signature=758f", "Signature=", "IncompleteSignatureException")]
    [InlineData("AKIDEXAMPLE", "AKIDOTHER", "UnrecognizedClientException")]
    public void Refuses_authorizations_that_do_not_fit(string part, string replaced, string error)
    {
        var headers = Botocore();
        headers["Authorization"] = headers["Authorization"].Replace(part, replaced, StringComparison.Ordinal);

        Assert.Equal(error, VerifyBotocore(headers).Error);
    }

    private static Dictionary<string, string> SuiteHeaders(string signature, string[] more)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "example.amazonaws.com",
            ["X-Amz-Date"] = "20150830T123600Z",
        };
        foreach (var header in more.Select(line => line.Split(':', 2)))
            headers.Add(header[0], header[1]);
        var signed = string.Join(';', headers.Keys.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal));
        headers["Authorization"] =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            + $"SignedHeaders={signed}, Signature={signature}";
        return headers;
    }

    private static Dictionary<string, string> Botocore() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = "oidc.eu-west-1.amazonaws.com",
        ["Content-Type"] = "application/json",
        ["Content-Length"] = "17",
        ["amz-sdk-invocation-id"] = "11111111-2222-4333-8444-555555555555",
        ["amz-sdk-request"] = "attempt=1;  max=3",
        ["x-amz-user-agent"] = "aws-sdk-js/3.0",
        ["X-Amz-Date"] = "20261122T120000Z",
        ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/sso-oauth/aws4_request, "
            + "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-date;x-amz-user-agent, "
            + "Signature=758fa82509e5d3c65948e24fa13d6b95d03205a20870d18c3cac6c8414165fac",
    };

    private static SigV4Result VerifyBotocore(Dictionary<string, string> headers, int secondsLater = 0) =>
        new SigV4Verifier("sso-oauth", "AKIDEXAMPLE", Secret).Verify(
            new SigV4Request("POST", "/token", "aws_iam=t", headers, """{"clientId":"é"}"""u8.ToArray()),
            new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero).AddSeconds(secondsLater));
}
