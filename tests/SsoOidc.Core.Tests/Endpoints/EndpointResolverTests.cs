using CsCheck;
using SsoOidc.Endpoints;

namespace SsoOidc.Tests.Endpoints;

public sealed class EndpointResolverTests
{
    /// <summary>Region, plain, dual-stack, FIPS, both: the table of protocol rules, section 5, for a region of each partition.</summary>
    public static TheoryData<string, string, string, string, string> Partitioned => new()
    {
        {
            "us-east-1",
            "https://oidc.us-east-1.amazonaws.com", "https://oidc.us-east-1.api.aws",
            "https://oidc-fips.us-east-1.amazonaws.com", "https://oidc-fips.us-east-1.api.aws"
        },
        {
            "cn-north-1",
            "https://oidc.cn-north-1.amazonaws.com.cn", "https://oidc.cn-north-1.api.amazonwebservices.com.cn",
            "https://oidc-fips.cn-north-1.amazonaws.com.cn", "https://oidc-fips.cn-north-1.api.amazonwebservices.com.cn"
        },
        {
            "us-gov-west-1",
            "https://oidc.us-gov-west-1.amazonaws.com", "https://oidc.us-gov-west-1.api.aws",
            "https://oidc.us-gov-west-1.amazonaws.com", "https://oidc-fips.us-gov-west-1.api.aws"
        },
        {
            "eusc-de-east-1",
            "https://oidc.eusc-de-east-1.amazonaws.eu", "https://oidc.eusc-de-east-1.api.amazonwebservices.eu",
            "https://oidc-fips.eusc-de-east-1.amazonaws.eu", "https://oidc-fips.eusc-de-east-1.api.amazonwebservices.eu"
        },
        {
            "us-iso-east-1",
            "https://oidc.us-iso-east-1.c2s.ic.gov", "https://oidc.us-iso-east-1.api.aws.ic.gov",
            "https://oidc-fips.us-iso-east-1.c2s.ic.gov", "https://oidc-fips.us-iso-east-1.api.aws.ic.gov"
        },
        {
            "us-isob-east-1",
            "https://oidc.us-isob-east-1.sc2s.sgov.gov", "https://oidc.us-isob-east-1.api.aws.scloud",
            "https://oidc-fips.us-isob-east-1.sc2s.sgov.gov", "https://oidc-fips.us-isob-east-1.api.aws.scloud"
        },
        {
            "eu-isoe-west-1",
            "https://oidc.eu-isoe-west-1.cloud.adc-e.uk", "https://oidc.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
            "https://oidc-fips.eu-isoe-west-1.cloud.adc-e.uk", "https://oidc-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk"
        },
        {
            "us-isof-south-1",
            "https://oidc.us-isof-south-1.csp.hci.ic.gov", "https://oidc.us-isof-south-1.api.aws.hci.ic.gov",
            "https://oidc-fips.us-isof-south-1.csp.hci.ic.gov", "https://oidc-fips.us-isof-south-1.api.aws.hci.ic.gov"
        },
        {
            // No partition knows it: a new region works in the commercial one.
            "mars-crater-1",
            "https://oidc.mars-crater-1.amazonaws.com", "https://oidc.mars-crater-1.api.aws",
            "https://oidc-fips.mars-crater-1.amazonaws.com", "https://oidc-fips.mars-crater-1.api.aws"
        },
    };

    [Theory]
    [MemberData(nameof(Partitioned))]
    public void A_region_has_four_endpoints(string region, string plain, string dualStack, string fips, string both)
    {
        Assert.Equal(new Uri(plain), EndpointResolver.Resolve(region));
        Assert.Equal(new Uri(dualStack), EndpointResolver.Resolve(region, useDualStack: true));
        Assert.Equal(new Uri(fips), EndpointResolver.Resolve(region, useFips: true));
        Assert.Equal(new Uri(both), EndpointResolver.Resolve(region, useFips: true, useDualStack: true));
    }

    [Theory]
    [InlineData("fips-us-west-2", "https://oidc-fips.us-west-2.amazonaws.com", "us-west-2")]
    [InlineData("us-west-2-fips", "https://oidc-fips.us-west-2.amazonaws.com", "us-west-2")]
    [InlineData("fips-us-gov-east-1", "https://oidc.us-gov-east-1.amazonaws.com", "us-gov-east-1")]
    public void An_old_pseudo_region_is_the_region_with_FIPS(string pseudo, string endpoint, string signingRegion)
    {
        Assert.Equal(new Uri(endpoint), EndpointResolver.Resolve(pseudo));
        Assert.Equal(signingRegion, EndpointResolver.SigningRegion(pseudo));
    }

    [Fact]
    public void A_pseudo_region_contradicts_a_custom_endpoint()
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => EndpointResolver.Resolve("fips-us-west-2", new Uri("https://h")));

        Assert.Equal("Invalid Configuration: FIPS and custom endpoint are not supported", error.Message);
    }

    [Theory]
    [InlineData(true, false, "Invalid Configuration: FIPS and custom endpoint are not supported")]
    [InlineData(true, true, "Invalid Configuration: FIPS and custom endpoint are not supported")]
    [InlineData(false, true, "Invalid Configuration: Dualstack and custom endpoint are not supported")]
    public void A_custom_endpoint_takes_no_variant(bool fips, bool dualStack, string message)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => EndpointResolver.Resolve("us-east-1", new Uri("https://h"), fips, dualStack));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/base/path")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/x")]
    public void A_custom_endpoint_is_taken_as_it_is_and_needs_no_region(string url)
    {
        Assert.Equal(url, EndpointResolver.Resolve(null, new Uri(url)).OriginalString);
        Assert.Equal(url, EndpointResolver.Resolve("eu-west-1", new Uri(url)).OriginalString);
    }

    [Theory]
    [InlineData("ftp://example.com", "The endpoint URL 'ftp://example.com' is not an absolute https:// or http:// address.")]
    [InlineData("/relative", "The endpoint URL '/relative' is not an absolute https:// or http:// address.")]
    [InlineData("example.com", "The endpoint URL 'example.com' is not an absolute https:// or http:// address.")]
    [InlineData("https://h/?a=b", "The endpoint URL must not have a query, a fragment or a user name: give scheme, host, port and path only.")]
    [InlineData("https://h/#f", "The endpoint URL must not have a query, a fragment or a user name: give scheme, host, port and path only.")]
    [InlineData("https://user:secret@h/", "The endpoint URL must not have a query, a fragment or a user name: give scheme, host, port and path only.")]
    public void A_custom_endpoint_that_cannot_work_is_refused(string url, string message)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => EndpointResolver.Resolve("us-east-1", new Uri(url, UriKind.RelativeOrAbsolute)));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_region_and_endpoint_the_error_says_where_to_give_one(string? region)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => EndpointResolver.Resolve(region));

        Assert.StartsWith("Invalid Configuration: Missing Region.", error.Message, StringComparison.Ordinal);
        Assert.Contains("`Region`", error.Message, StringComparison.Ordinal);
        Assert.Null(EndpointResolver.SigningRegion(region));
    }

    [Theory]
    [InlineData("us-east-1.evil.com")]
    [InlineData("a/b")]
    [InlineData("evil.com/?")]
    [InlineData("evil.com#")]
    [InlineData("us-east-1:8080")]
    [InlineData("user@evil")]
    [InlineData("-us-east-1")]
    [InlineData("us-east-1-")]
    [InlineData("us_east_1")]
    [InlineData("us east 1")]
    [InlineData(" us-east-1")]
    [InlineData("us-east-1\n")]
    [InlineData("ünited-1")]
    [InlineData("us‐east‐1")]
    [InlineData("us-east-１")]
    [InlineData("*")]
    [InlineData("%2e")]
    [InlineData("fips-")]
    [InlineData("-fips")]
    [InlineData("fips-evil.com")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void What_is_no_host_label_is_no_region(string region)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => EndpointResolver.Resolve(region));

        Assert.Contains("is not a region name. Expected one like eu-west-1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_label_may_have_63_characters()
    {
        var region = new string('a', 63);

        Assert.Equal($"oidc.{region}.amazonaws.com", EndpointResolver.Resolve(region).Host);
    }

    [Fact]
    public void Whatever_the_region_is_the_host_is_under_the_partitions_suffix_or_there_is_an_error() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["abz019-./:@#?%\\ "], 1, 70]).Sample(region =>
        {
            try
            {
                var endpoint = EndpointResolver.Resolve(region);
                return endpoint is { Scheme: "https", IsDefaultPort: true, PathAndQuery: "/", UserInfo: "" }
                    && (endpoint.Host == $"oidc.{region.ToLowerInvariant()}.amazonaws.com" || region.Contains("fips", StringComparison.Ordinal));
            }
            catch (SsoOidcConfigurationException)
            {
                return true;
            }
        });

    [Theory]
    [InlineData("https://\u202e")]
    [InlineData("https://\u200b:1")]
    [InlineData("http://\u2060/path")]
    [InlineData("https://user:secret@\u202e")]
    public void An_endpoint_without_a_host_is_no_address(string url)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => EndpointResolver.Resolve("eu-west-1", new Uri(url)));

        Assert.EndsWith("is not an absolute https:// or http:// address.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://host.example:81/x", "The endpoint host.example:81 is plain http: secrets travel unencrypted. Use https.")]
    [InlineData("http://127.0.0.1:81", null)]
    [InlineData("http://[::1]", null)]
    [InlineData("http://localhost", null)]
    [InlineData("https://host.example", null)]
    public void Plain_http_to_another_host_is_worth_a_warning(string url, string? warning) => Assert.Equal(warning, EndpointResolver.WarningOf(new Uri(url)));
}
