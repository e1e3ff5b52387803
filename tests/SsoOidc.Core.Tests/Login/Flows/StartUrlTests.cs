using SsoOidc.Login.Flows;


namespace SsoOidc.Tests.Login.Flows;

public sealed class StartUrlTests
{
    [Theory]
    [InlineData("https://my-company.awsapps.com/start", null, false)]
    [InlineData("https://d-1234567890.awsapps.com/start/#/", null, false)]
    [InlineData("https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/d-1234567890", "us-gov-west-1", false)]
    [InlineData("https://start.cn-north-1.home.awsapps.cn/directory/d-1234567890", "cn-north-1", false)]
    [InlineData("https://ssoins-1234567890abcdef.eu-central-1.portal.amazonaws.com", "eu-central-1", false)]
    [InlineData("https://ssoins-1234567890abcdef.cn-northwest-1.portal.amazonaws.com.cn", "cn-northwest-1", false)]
    [InlineData("https://ssoins-1234567890abcdef.eusc-de-east-1.portal.amazonaws.eu", "eusc-de-east-1", false)]
    [InlineData("https://ssoins-1234567890abcdef.portal.us-east-2.app.aws", "us-east-2", true)]
    [InlineData("https://SSOINS-1234567890ABCDEF.PORTAL.US-EAST-2.APP.AWS./", "us-east-2", true)]
    [InlineData("https://ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn", "cn-north-1", true)]
    [InlineData("https://ssoins-1.portal.eusc-de-east-1.app.amazonwebservices.eu", "eusc-de-east-1", true)]
    [InlineData("https://us-east-1.awsapps.com/start", null, false)] // a company's own word
    [InlineData("https://sso.us-east-1.example.com/", null, false)] // a host of the company's own
    [InlineData("https://login.example.com:8443/aws", null, false)]
    public void The_host_tells_region_and_family(string url, string? region, bool dualStack)
    {
        var startUrl = StartUrl.Parse(url);
        Assert.Equal((url, region, dualStack), (startUrl.Value, startUrl.Region, startUrl.IsDualStack));
    }

    [Theory]
    [InlineData(" https://my-company.awsapps.com/start ")]
    [InlineData("https://my-company.awsapps.com/start\r\n")]
    [InlineData("https://my-company.awsapps.com/start\u200b")]
    [InlineData("\ufeffhttps://my-company.awsapps.com/st\u200dart")]
    [InlineData("https://my-company.awsapps.com/start\u00a0")]
    [InlineData("https://my-company.awsapps.com/start#/?tab=accounts")]
    public void What_pasting_adds_is_taken_away(string url) => Assert.Equal("https://my-company.awsapps.com/start", StartUrl.Parse(url).Value);

    [Theory]
    [InlineData("my-company.awsapps.com/start", "https://my-company.awsapps.com/start")]
    [InlineData(" login.example.com:8443/aws?x=1#/?tab=accounts", "https://login.example.com:8443/aws?x=1")]
    [InlineData("ssoins-1.portal.us-east-2.app.aws", "https://ssoins-1.portal.us-east-2.app.aws")]
    public void What_is_typed_without_https_has_it(string url, string expected) => Assert.Equal(expected, StartUrl.Parse(url).Value);

    [Theory]
    [InlineData("http://acme.awsapps.com/start", "https://acme.awsapps.com/start")]
    [InlineData("d-1234567890", "https://d-1234567890.awsapps.com/start")]
    [InlineData("ftp://acme.awsapps.com", "https://my-company.awsapps.com/start")]
    [InlineData("mailto:me@acme.com", "https://my-company.awsapps.com/start")]
    [InlineData("acme..com/start", "https://my-company.awsapps.com/start")]
    [InlineData("acme.com:port/start", "https://my-company.awsapps.com/start")]
    [InlineData("https://", "https://my-company.awsapps.com/start")]
    [InlineData("https://acme.awsapps.com/st art", "https://my-company.awsapps.com/start")]
    [InlineData("", "https://my-company.awsapps.com/start")]
    public void Another_address_is_refused_with_an_example_of_what_was_typed(string url, string example)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => StartUrl.Parse(url));
        Assert.Equal($"The start URL '{url}' is not an https address. Expected the address of the access portal, for example {example}.", error.Message);
    }

    [Theory]
    [InlineData("https://login.example.com", true)]
    [InlineData("http://login.example.com", true)]
    [InlineData("acme.awsapps.com/start", true)]
    [InlineData("ssoins-1.portal.us-east-2.APP.AWS", true)]
    [InlineData("login.example.com", false)]
    [InlineData("a.b:c/d@e", false)]
    [InlineData("awsapps.com", false)]
    public void An_address_in_the_place_of_a_name_has_a_scheme_or_the_host_of_a_portal(string text, bool expected) => Assert.Equal(expected, StartUrl.IsOne(text));

    [Fact]
    public void A_password_in_a_start_URL_is_refused_and_not_shown()
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => StartUrl.Parse("https://me:canary@my-company.awsapps.com/start"));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_region_given_is_used_when_the_host_names_none() =>
        Assert.Equal("ap-southeast-2", StartUrl.Parse("https://my-company.awsapps.com/start").ResolveRegion("ap-southeast-2"));

    [Fact]
    public void The_region_of_the_host_is_used_when_none_is_given() =>
        Assert.Equal("us-east-2", StartUrl.Parse("https://x.portal.us-east-2.app.aws").ResolveRegion(null));

    [Fact]
    public void An_unknown_host_takes_any_region() =>
        Assert.Equal("cn-north-1", StartUrl.Parse("https://login.example.com").ResolveRegion("cn-north-1"));

    [Fact]
    public void A_region_that_no_partition_claims_is_taken() =>
        Assert.Equal("xx-new-1", StartUrl.Parse("https://my-company.awsapps.com/start").ResolveRegion("xx-new-1"));

    [Fact]
    public void No_region_at_all_is_an_error_that_says_where_to_give_it()
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => StartUrl.Parse("https://my-company.awsapps.com/start").ResolveRegion(null));
        Assert.Equal(
            "No region is known for the start URL https://my-company.awsapps.com/start. Give the region of IAM Identity Center with `Region`, or set sso_region in the [sso-session] section.",
            error.Message);
    }

    [Fact]
    public void A_region_that_contradicts_the_host_is_an_error_with_the_right_one()
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => StartUrl.Parse("https://x.portal.us-east-2.app.aws").ResolveRegion("us-east-1"));
        Assert.Equal(
            "The start URL https://x.portal.us-east-2.app.aws is in the region us-east-2, but us-east-1 was given. Use us-east-2 (`Region`, or sso_region of the session), or check the start URL.",
            error.Message);
    }

    [Theory]
    [InlineData("https://start.home.awsapps.cn/directory/d-1", "us-east-1", "aws-cn", "aws")]
    [InlineData("https://my-company.awsapps.com/start", "cn-north-1", "aws or aws-us-gov", "aws-cn")]
    [InlineData("https://start.us-gov-home.awsapps.com/directory/d-1", "us-west-2", "aws-us-gov", "aws")]
    public void A_region_of_another_partition_is_an_error(string url, string region, string theirs, string given)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => StartUrl.Parse(url).ResolveRegion(region));
        Assert.Equal(
            $"The start URL {url} belongs to the AWS partition {theirs}, but the region {region} to {given}. Check both: `Region`, or sso_region of the session, is the region of IAM Identity Center.",
            error.Message);
    }
}
