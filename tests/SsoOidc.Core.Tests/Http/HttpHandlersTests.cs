using System.Net;

namespace SsoOidc.Tests.Http;

/// <summary>Proxy and CA bundle, with real servers.</summary>
public class HttpHandlersTests
{
    protected virtual bool UsesCallingThread => false;

    private const string Token = """{"accessToken":"at"}""";

    [Fact]
    public async Task A_proxy_gets_the_whole_address()
    {
        await using var proxy = new LoopbackServer(exchange => exchange.AnswerAsync(Token));
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = new Uri("http://oidc.example:81"), Proxy = new WebProxy(proxy.Url), UsesCallingThread = UsesCallingThread });

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);

        Assert.StartsWith("POST http://oidc.example:81/token HTTP/1.1\r\n", Assert.Single(proxy.Exchanges).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_is_asked_for_a_tunnel_to_an_https_endpoint_and_sees_nothing_of_the_request()
    {
        await using var proxy = new LoopbackServer(exchange => exchange.WriteAsync("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"));
        using var client = new SsoOidcClient(new SsoOidcClientOptions { Region = A.Region, Proxy = new WebProxy(proxy.Url), MaxAttempts = 1, UsesCallingThread = UsesCallingThread });

        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        var exchange = Assert.Single(proxy.Exchanges);
        Assert.StartsWith("CONNECT oidc.eu-west-1.amazonaws.com:443 HTTP/1.1\r\n", exchange.Head, StringComparison.Ordinal);
        Assert.Empty(exchange.Body);
    }

    [Fact]
    public async Task A_proxy_that_refuses_does_not_make_the_error_tell_its_password()
    {
        await using var proxy = new LoopbackServer(exchange => exchange.WriteAsync("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
        var withPassword = new UriBuilder(proxy.Url) { UserName = "user", Password = "secret-canary" }.Uri;
        using var client = new SsoOidcClient(new SsoOidcClientOptions { Region = A.Region, Proxy = new WebProxy(withPassword), MaxAttempts = 1, UsesCallingThread = UsesCallingThread });

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Contains("407", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://oidc.example")]
    [InlineData("https://oidc.example")]
    public async Task A_proxy_that_asks_for_a_user_is_named_and_not_asked_again_whatever_the_scheme(string endpoint)
    {
        await using var proxy = new LoopbackServer(exchange => exchange.WriteAsync("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = new Uri(endpoint), Proxy = new WebProxy(proxy.Url), UsesCallingThread = UsesCallingThread });

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.StartsWith($"No answer from oidc.example:{new Uri(endpoint).Port} through the proxy http://127.0.0.1:{proxy.Port}: ".Replace(":80 ", " ", StringComparison.Ordinal).Replace(":443 ", " ", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        Assert.EndsWith("The proxy asks for a user name and a password (407). Give both with the proxy, or in its address in HTTPS_PROXY or HTTP_PROXY.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.Metadata.Attempts);
    }

    [Theory]
    [InlineData("JUNK \u001b]0;title\u0007\u001b[31m\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nx\u001b]0;title\u0007 y: 1\r\n\r\n")]
    public async Task What_a_server_sends_in_place_of_HTTP_is_in_no_exception_as_it_came(string answer)
    {
        await using var server = new LoopbackServer(exchange => exchange.WriteAsync(answer));
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = server.Url, MaxAttempts = 1, UsesCallingThread = UsesCallingThread });

        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        for (Exception? part = error; part is not null; part = part.InnerException)
            Assert.DoesNotContain(part.Message, char.IsControl);
    }

    [Fact]
    public async Task A_proxy_that_is_away_is_named()
    {
        Uri nobody;
        await using (var server = new LoopbackServer(_ => Task.CompletedTask))
            nobody = server.Url;
        using var client = new SsoOidcClient(new SsoOidcClientOptions { Region = A.Region, Proxy = new WebProxy(nobody), MaxAttempts = 1, UsesCallingThread = UsesCallingThread });

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.StartsWith($"No answer from oidc.eu-west-1.amazonaws.com through the proxy http://127.0.0.1:{nobody.Port}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_credentials_are_used()
    {
        await using var proxy = new LoopbackServer(exchange =>
            exchange.Head.Contains("Proxy-Authorization: Basic dXNlcjpwYXNz", StringComparison.Ordinal)
                ? exchange.AnswerAsync(Token)
                : exchange.WriteAsync("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
        using var client = new SsoOidcClient(new SsoOidcClientOptions
        {
            UsesCallingThread = UsesCallingThread,
            EndpointUrl = new Uri("http://oidc.example"),
            Proxy = new WebProxy(proxy.Url) { Credentials = new NetworkCredential("user", "pass") },
        });

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task Clients_of_one_proxy_object_share_its_connection_and_those_of_another_do_not()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token));
        var shared = new WebProxy(server.Url);

        for (var call = 0; call < 3; call++)
        {
            using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = new Uri("http://oidc.example"), Proxy = shared, UsesCallingThread = UsesCallingThread });
            await client.CreateTokenAsync(A.DeviceToken, A.Ct);
        }

        Assert.Equal(1, server.Connections);
        using var other = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = new Uri("http://oidc.example"), Proxy = new WebProxy(server.Url), UsesCallingThread = UsesCallingThread });
        await other.CreateTokenAsync(A.DeviceToken, A.Ct);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_server_whose_authority_is_in_the_bundle_is_trusted()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueForLoopback();
        using var bundle = new TemporaryFile("# a comment before\n" + authority.Pem);
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), certificate);
        using var client = Client(server, bundle.Path);

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task A_server_whose_authority_is_not_in_the_bundle_is_not_trusted_and_gets_no_byte()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        using var certificate = other.IssueForLoopback();
        using var bundle = new TemporaryFile(authority.Pem);
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), certificate);
        using var client = Client(server, bundle.Path);

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.Token(GrantTypes.RefreshToken), A.Ct));

        Assert.Contains("certificate", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" If an authority of your own signed it, name the PEM file with its certificate in AWS_CA_BUNDLE or ca_bundle.", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Exchanges);
        Assert.Equal(3, error.Metadata.Attempts);
    }

    [Fact]
    public async Task The_bundle_does_not_make_another_name_good()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueFor(names => names.AddDnsName("somebody.else"));
        using var bundle = new TemporaryFile(authority.Pem);
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), certificate);
        using var client = Client(server, bundle.Path);

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
        Assert.DoesNotContain("AWS_CA_BUNDLE", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Exchanges);
    }

    [Fact]
    public async Task Without_a_bundle_an_unknown_authority_is_not_trusted()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueForLoopback();
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), certificate);
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = server.Url, TimeProvider = new InstantClock(), Timeout = Timeout.InfiniteTimeSpan, UsesCallingThread = UsesCallingThread });

        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
        Assert.Empty(server.Exchanges);
    }

    [Fact]
    public async Task A_bundle_that_is_missing_is_named_and_found_once_it_is_there()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueForLoopback();
        using var bundle = new TemporaryFile(authority.Pem);
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), certificate);
        File.Move(bundle.Path, bundle.Path + ".away");

        var error = Assert.Throws<SsoOidcConfigurationException>(() => Client(server, bundle.Path));
        Assert.StartsWith($"The CA bundle '{bundle.Path}' cannot be read: ", error.Message, StringComparison.Ordinal);

        File.Move(bundle.Path + ".away", bundle.Path);
        using var client = Client(server, bundle.Path);
        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Theory]
    [InlineData("", "holds no certificate; a PEM file was expected.")]
    [InlineData("not a certificate", "holds no certificate; a PEM file was expected.")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read: ")]
    public void A_bundle_without_certificates_is_refused(string text, string message)
    {
        using var bundle = new TemporaryFile(text);

        var error = Assert.Throws<SsoOidcConfigurationException>(() => new SsoOidcClient(new SsoOidcClientOptions { Region = A.Region, CaBundle = bundle.Path }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_is_not_read_where_there_is_no_TLS()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token));
        using var client = Client(server, "/does/not/exist");

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task An_authority_between_may_be_in_the_bundle_but_is_not_enough_without_the_root()
    {
        using var root = new TestAuthority();
        using var between = root.IssueAuthority();
        using var certificate = between.IssueForLoopback();
        using var roots = new TemporaryFile(root.Pem + "\n" + between.Pem);
        using var noRoots = new TemporaryFile(between.Pem);
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), certificate);

        using var refusing = Client(server, noRoots.Path);
        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => refusing.CreateTokenAsync(A.DeviceToken, A.Ct));
        Assert.Empty(server.Exchanges);

        using var client = Client(server, roots.Path);
        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task A_certificate_that_has_run_out_is_not_trusted_for_its_authority()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueFor(names => names.AddIpAddress(IPAddress.Loopback), until: DateTimeOffset.UtcNow.AddMinutes(-1));
        using var bundle = new TemporaryFile(authority.Pem);
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), certificate);
        using var client = Client(server, bundle.Path);

        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
        Assert.Empty(server.Exchanges);
    }

    [Fact]
    public async Task A_bundle_does_not_touch_plain_http()
    {
        using var authority = new TestAuthority();
        using var bundle = new TemporaryFile(authority.Pem);
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token));
        using var client = Client(server, bundle.Path);

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

#if CORE_NETSTANDARD
    [Theory]
    [InlineData(SecurityProtocolType.SystemDefault, SecurityProtocolType.SystemDefault)]
    [InlineData((SecurityProtocolType)0xF0, (SecurityProtocolType)0xCF0)] // SSL 3 and TLS 1.0, as for a program of .NET Framework 4.5
    [InlineData(SecurityProtocolType.Tls12, SecurityProtocolType.Tls12)]
    public void Windows_PowerShell_gets_the_protocol_that_AWS_wants_unless_the_system_chooses(SecurityProtocolType before, SecurityProtocolType after) =>
        Assert.Equal(after, SsoOidc.Http.HttpHandlers.WithTls12(before));

    [Fact]
    public void Windows_PowerShell_may_open_more_than_its_two_connections_to_a_host()
    {
        using var handler = Assert.IsType<HttpClientHandler>(SsoOidc.Http.HttpHandlers.Create(null, null));
        Assert.Equal(50, handler.MaxConnectionsPerServer);
    }
#endif

    [Fact]
    public void A_handler_of_ones_own_makes_proxy_and_bundle_moot()
    {
        using var client = A.Client(new StubHandler(Answer.Ok()), with: o => o with { CaBundle = "/does/not/exist", Proxy = new WebProxy("http://nobody") });

        Assert.Equal("oidc.eu-west-1.amazonaws.com", client.Endpoint.Host);
    }

    private SsoOidcClient Client(LoopbackServer server, string caBundle) => new(new SsoOidcClientOptions
    {
        EndpointUrl = server.Url,
        CaBundle = caBundle,
        TimeProvider = new InstantClock(),
        Timeout = Timeout.InfiniteTimeSpan,
        UsesCallingThread = UsesCallingThread,
    });

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text)
        {
            Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("ssooidc-").FullName, "ca.pem");
            File.WriteAllText(Path, text);
        }

        public string Path { get; }

        public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }
}

/// <summary>The same for a caller who lends its thread.</summary>
public sealed class HttpHandlersOnTheCallingThreadTests : HttpHandlersTests
{
    protected override bool UsesCallingThread => true;
}
