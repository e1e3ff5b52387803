using SsoOidc.Http;

namespace SsoOidc.Tests.Http;

[Collection(ProcessVariables.Name)]
public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://a.example", "https_proxy=http://p:1", "http://p:1/")]
    [InlineData("https://a.example", "HTTPS_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://a.example", "HTTPS_PROXY=http://large:1;https_proxy=http://small:1", "http://small:1/")]
    [InlineData("https://a.example", "HTTPS_PROXY=p.example:3128", "http://p.example:3128/")]
    [InlineData("https://a.example", "HTTPS_PROXY=https://p.example", "https://p.example/")]
    [InlineData("https://a.example", "ALL_PROXY=socks5://p:1080", "socks5://p:1080/")]
    [InlineData("https://a.example", "ALL_PROXY=http://all:1;HTTPS_PROXY=http://own:1", "http://own:1/")]
    [InlineData("http://a.example", "HTTP_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://a.example", "HTTP_PROXY=http://p:1", null)]
    [InlineData("http://a.example", "HTTPS_PROXY=http://p:1", null)]
    [InlineData("https://a.example", "HTTPS_PROXY= ", null)]
    [InlineData("https://a.example", "HTTPS_PROXY=http://p:1;NO_PROXY=example", null)]
    [InlineData("https://a.example", "HTTPS_PROXY=http://p:1;NO_PROXY=*;no_proxy=b.example", "http://p:1/")]
    [InlineData("https://a.example", "", null)]
    public void The_variables_say_which_proxy_an_address_has(string address, string variables, string? expected)
    {
        var proxy = Of(variables);

        Assert.Equal(expected, proxy.GetProxy(new Uri(address))?.AbsoluteUri);
        Assert.Equal(expected is null, proxy.IsBypassed(new Uri(address)));
    }

    [Fact]
    public void User_and_password_of_an_address_are_credentials_and_not_shown_with_it()
    {
        var proxy = Of("HTTPS_PROXY=http://us%40er:p%3Aw%20d@p:1;HTTP_PROXY=http://q:2");

        var address = proxy.GetProxy(new Uri("https://a.example"))!;

        Assert.Equal("http://p:1/", address.AbsoluteUri);
        var credential = proxy.Credentials!.GetCredential(address, "Basic")!;
        Assert.Equal(("us@er", "p:w d"), (credential.UserName, credential.Password));
        Assert.Null(proxy.Credentials.GetCredential(new Uri("http://q:2"), "Basic"));
        Assert.DoesNotContain("p:w d", proxy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_variables_make_equal_proxies_so_that_connections_are_shared()
    {
        const string variables = "HTTPS_PROXY=http://p:1;NO_PROXY=a";

        Assert.Equal(Of(variables), Of(variables));
        Assert.Equal(Of(variables).GetHashCode(), Of(variables).GetHashCode());
        Assert.NotEqual(Of(variables), Of(variables + "b"));
        Assert.NotEqual(Of(variables), Of("HTTPS_PROXY=http://p:2;NO_PROXY=a"));
    }

    [Theory]
    [InlineData("HTTPS_PROXY=ftp://u:canary@p", "HTTPS_PROXY")]
    [InlineData("http_proxy=http://u:canary@", "HTTP_PROXY")]
    public void What_is_no_address_is_an_error_that_names_the_variable_and_shows_no_password(string variables, string name)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Of(variables));

        Assert.Equal($"The variable {name} (or ALL_PROXY) holds no address of a proxy. Give one such as http://proxy.example:8080.", error.Message);
    }

    [Fact]
    public async Task The_variables_count_as_they_are_when_a_client_is_made()
    {
        await using var proxy = new LoopbackServer(exchange => exchange.AnswerAsync("""{"accessToken":"at"}"""));
        var endpoint = new Uri("http://variables.count.example");
        try
        {
            Environment.SetEnvironmentVariable("http_proxy", proxy.Url.AbsoluteUri);
            // The proxy of other tests' requests, which run beside this one, is nobody's but this host's.
            Environment.SetEnvironmentVariable("no_proxy", "127.0.0.1,localhost,::1,127.0.0.0/8");
            using var through = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = endpoint });
            Assert.Equal("at", (await through.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);

            Environment.SetEnvironmentVariable("no_proxy", "127.0.0.1,localhost,::1,127.0.0.0/8,count.example");
            using var direct = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = endpoint, MaxAttempts = 1 });
            await Assert.ThrowsAsync<SsoOidcConnectionException>(() => direct.CreateTokenAsync(A.DeviceToken, A.Ct));
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
            Environment.SetEnvironmentVariable("no_proxy", null);
        }

        Assert.Single(proxy.Exchanges);
    }

    private static EnvironmentProxy Of(string variables)
    {
        var values = variables.Split(';').Where(part => part.Length > 0).ToDictionary(part => part[..part.IndexOf('=', StringComparison.Ordinal)], part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return new EnvironmentProxy(values.GetValueOrDefault);
    }
}
