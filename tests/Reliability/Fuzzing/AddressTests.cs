using CsCheck;
using SsoOidc.Client.Models;
using SsoOidc.Endpoints;
using SsoOidc.FakeEndpoint.Signing;
using SsoOidc.Reliability.Support;
using SsoOidc.Signing;

namespace SsoOidc.Reliability.Fuzzing;

/// <summary>Endpoints and signatures of anything that can be written as one.</summary>
public sealed class AddressTests
{
    private static readonly string[] Suffixes =
    [
        "amazonaws.com", "api.aws", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk", "csp.hci.ic.gov", "amazonaws.eu",
        "api.aws.ic.gov", "api.aws.scloud", "api.cloud-aws.adc-e.uk", "api.aws.hci.ic.gov", "api.amazonwebservices.eu",
    ];

    private static readonly string[] Regions = ["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "fips-us-east-1", "us-east-1-fips", "aws-global", "xx-new-1", "a.b", "a/b", "@", "", " "];

    [Fact]
    public void Whatever_the_settings_the_host_is_AWSs_or_there_is_the_documented_error() => Gen.Select(
        Gen.OneOf(Gen.Int[0, Regions.Length - 1].Select(i => Regions[i]), Inputs.Text(70)), Gen.Bool, Gen.Bool).Sample(
            (region, fips, dualStack) =>
            {
                try
                {
                    var address = EndpointResolver.Resolve(region, null, fips, dualStack);
                    Assert.Equal(("https", "/", "", ""), (address.Scheme, address.PathAndQuery, address.UserInfo, address.Fragment));
                    Assert.StartsWith("oidc", address.Host, StringComparison.Ordinal);
                    Assert.Contains(Suffixes, suffix => address.Host.EndsWith("." + suffix, StringComparison.Ordinal));
                }
                catch (SsoOidcConfigurationException e)
                {
                    Assert.DoesNotContain(e.Message, char.IsControl);
                }
            },
            iter: Effort.Inputs);

    [Fact]
    public void Any_custom_endpoint_is_taken_or_refused_with_the_documented_error() => Gen.Select(
        Gen.OneOf(Inputs.Text(60), Inputs.Text(40).Select(t => "https://" + t), Inputs.Text(40).Select(t => "http://127.0.0.1:1/" + t)), Gen.Bool).Sample(
            (text, fips) =>
            {
                if (!Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var endpoint))
                    return;
                try
                {
                    var address = Operation.CreateToken.AddressAt(EndpointResolver.Resolve(null, endpoint, fips));
                    Assert.EndsWith("/token", address.AbsolutePath, StringComparison.Ordinal);
                    Assert.Equal((endpoint.Scheme, endpoint.Authority), (address.Scheme, address.Authority));
                }
                catch (SsoOidcConfigurationException e)
                {
                    Assert.DoesNotContain(e.Message, char.IsControl);
                }
            },
            iter: Effort.Inputs);

    [Fact]
    public void Any_request_that_is_signed_is_accepted_by_a_verifier_that_shares_no_code() => Gen.Select(
        Inputs.Text(30), Inputs.Text(30), Gen.Byte.Array[0, 64], Gen.Char['!', '~'].Array[0, 40], Gen.Int[1, 65535], Gen.Bool).Sample(
            (path, query, body, token, port, isHttps) =>
            {
                if (!Uri.TryCreate($"{(isHttps ? "https" : "http")}://127.0.0.1:{port}/{Escaped(path)}?{Escaped(query)}", UriKind.Absolute, out var address))
                    return;
                var sessionToken = token.Length == 0 ? null : new string(token);
                var now = StepClock.Now;

                var signed = SigV4Signer.Sign("POST", address, "application/json", body, new AwsCredentials("AKID", "SECRET", sessionToken), "us-east-1", "sso-oauth", now);

                var headers = new Dictionary<string, string>
                {
                    ["content-type"] = "application/json",
                    ["host"] = address.Authority,
                    ["x-amz-date"] = signed.AmzDate,
                    ["authorization"] = signed.Authorization,
                };
                if (signed.SecurityToken is { } sent)
                    headers["x-amz-security-token"] = sent;
                var verifier = new SigV4Verifier("sso-oauth", "AKID", "SECRET", sessionToken);
                var result = verifier.Verify(new SigV4Request("POST", address.AbsolutePath, address.Query.TrimStart('?'), headers, body), now);
                Assert.True(result.Error is null, result.Message + "\n" + result.CanonicalRequest);

                // The oracle refuses: one bit of the body more or less is another request.
                Assert.NotNull(verifier.Verify(new SigV4Request("POST", address.AbsolutePath, address.Query.TrimStart('?'), headers, new byte[body.Length + 1]), now).Error);
            },
            iter: Effort.Inputs);

    // A fragment is no part of a request, and a question mark in the path would begin the query.
    private static string Escaped(string text) => text.Replace("#", "%23", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal);
}
