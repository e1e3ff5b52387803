using System.Net;
using System.Security.Cryptography;
using System.Text;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Tests;

/// <summary>The client against the fake endpoint, which shares no code with it: real HTTP, one clock for both sides.</summary>
public sealed class EndToEndTests : IAsyncLifetime
{
    private const string Scope = "sso:account:access";
    private const string Application = "arn:aws:sso::111122223333:application/ssoins-1234567890abcdef/apl-1234567890abcdef";

    private readonly InstantClock _clock = new();
    private FakeServer _server = null!;
    private SsoOidcClient _client = null!;

    public async ValueTask InitializeAsync() => await StartAsync(new FakeOptions());

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_whole_device_login_with_pending_and_slow_down()
    {
        await StartAsync(new FakeOptions { PendingPolls = 2, Interval = TimeSpan.FromSeconds(3) });
        _server.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "SlowDownException", Skip = 1 });

        var registration = await _client.RegisterClientAsync(new RegisterClientRequest { ClientName = "tests ü", ClientType = "public", Scopes = [Scope] }, A.Ct);
        var device = await _client.StartDeviceAuthorizationAsync(
            new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" }, A.Ct);
        var token = await _client.PollForTokenAsync(
            TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode }, device.Interval, device.ExpiresAt, cancellationToken: A.Ct);

        Assert.Equal(InstantClock.Now.AddDays(90), registration.ExpiresAt);
        Assert.Matches("^[A-Z]{4}-[A-Z]{4}$", device.UserCode);
        Assert.Equal(InstantClock.Now.AddSeconds(600), device.ExpiresAt);
        Assert.Equal("Bearer", token.TokenType);
        Assert.Equal(_clock.GetUtcNow().AddSeconds(3600), token.ExpiresAt);
        Assert.NotNull(token.RefreshToken);
        Assert.NotNull(token.Metadata.RequestId);
        Assert.Equal([3, 3, 8, 8], _clock.Waits.Select(w => w.TotalSeconds));
        Assert.Equal(
            ["AuthorizationPendingException", "SlowDownException", "AuthorizationPendingException", null],
            _server.Journal.Where(e => e.Operation == "CreateToken").Select(e => e.Error));
    }

    [Fact]
    public async Task A_denied_login_ends_in_the_typed_error()
    {
        await StartAsync(new FakeOptions { Approve = ApproveMode.Manual });
        var registration = await RegisterAsync();
        var device = await StartDeviceAsync(registration);
        Assert.True(_server.Deny(device.UserCode!));

        var error = await Assert.ThrowsAsync<AccessDeniedException>(() => _client.PollForTokenAsync(
            TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode }, device.Interval, device.ExpiresAt, cancellationToken: A.Ct));

        Assert.Equal("access_denied", error.Error);
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.NotNull(error.RequestId);
    }

    [Fact]
    public async Task An_authorization_code_with_its_verifier_buys_a_token_once()
    {
        const string redirect = "http://127.0.0.1:49152/oauth/callback";
        var registration = await _client.RegisterClientAsync(
            new RegisterClientRequest
            {
                ClientName = "n",
                ClientType = "public",
                Scopes = [Scope],
                RedirectUris = ["http://127.0.0.1/oauth/callback"],
                GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
                IssuerUrl = "https://d-1.awsapps.com/start",
            },
            A.Ct);
        var verifier = new string('v', 64);
        var code = await AuthorizeAsync(registration.ClientId!, redirect, verifier);
        var request = TokenRequest(registration, GrantTypes.AuthorizationCode) with { Code = code, RedirectUri = redirect, CodeVerifier = verifier };

        var token = await _client.CreateTokenAsync(request, A.Ct);
        var error = await Assert.ThrowsAsync<InvalidGrantException>(() => _client.CreateTokenAsync(request, A.Ct));

        Assert.NotNull(token.AccessToken);
        Assert.NotNull(token.RefreshToken);
        Assert.Equal("invalid_grant", error.Error);
    }

    [Fact]
    public async Task A_refresh_token_buys_the_next_token()
    {
        var (registration, token) = await LogInAsync();

        var next = await _client.CreateTokenAsync(TokenRequest(registration, GrantTypes.RefreshToken) with { RefreshToken = token.RefreshToken }, A.Ct);

        Assert.NotEqual(token.AccessToken, next.AccessToken);
        Assert.NotNull(next.RefreshToken);
    }

    [Fact]
    public async Task A_signed_token_exchange_is_accepted_under_a_base_path_too()
    {
        await StartAsync(new FakeOptions { BasePath = "/base/path-1" });
        var (_, token) = await LogInAsync();

        var exchanged = await _client.CreateTokenWithIAMAsync(Exchange(token), A.Ct);

        Assert.NotNull(exchanged.AccessToken);
        Assert.NotNull(exchanged.IdToken);
        Assert.NotNull(exchanged.AwsAdditionalDetails?.IdentityContext);
        Assert.Equal(TokenTypes.AccessToken, exchanged.IssuedTokenType);
        Assert.Equal(["openid", "aws", "sts:identity_context"], exchanged.Scope);
        Assert.All(_server.Journal.Where(e => e.Operation != "CreateTokenWithIAM"), e => Assert.DoesNotContain("Authorization", e.Headers.Keys));
    }

    [Fact]
    public async Task Temporary_credentials_are_accepted_and_expired_ones_are_not_the_device_codes_error()
    {
        await StartAsync(new FakeOptions { SessionToken = "FwoGZXIvYXdzEBYaDH//+==", SessionTokenExpiresAt = InstantClock.Now.AddHours(1) });
        var (_, token) = await LogInAsync();

        Assert.NotNull((await _client.CreateTokenWithIAMAsync(Exchange(token), A.Ct)).AccessToken);
        _clock.Advance(TimeSpan.FromHours(2));
        var error = await Assert.ThrowsAsync<SsoOidcException>(() => _client.CreateTokenWithIAMAsync(Exchange(token), A.Ct));

        Assert.Equal("ExpiredTokenException", error.Code);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_by_the_front_end()
    {
        using var client = Client(_server, new AwsCredentials(_server.Options.AccessKey, "wrong"));

        var error = await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenWithIAMAsync(Exchange(null), A.Ct));

        Assert.Equal("InvalidSignatureException", error.Code);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Equal(1, error.Metadata.Attempts);
    }

    [Fact]
    public async Task The_wrong_region_is_told_with_the_right_one()
    {
        using var client = Client(_server, region: "eu-central-1");

        var error = await Assert.ThrowsAsync<InvalidRequestRegionException>(() => client.CreateTokenWithIAMAsync(Exchange(null), A.Ct));

        Assert.Equal("us-east-1", error.Region);
        Assert.Equal(_server.Url.AbsoluteUri.TrimEnd('/'), error.Endpoint);
    }

    [Theory]
    [InlineData("AccessDenied")]
    [InlineData("AuthorizationPending")]
    [InlineData("ExpiredToken")]
    [InlineData("InternalServer")]
    [InlineData("InvalidClient")]
    [InlineData("InvalidClientMetadata")]
    [InlineData("InvalidGrant")]
    [InlineData("InvalidRedirectUri")]
    [InlineData("InvalidRequest")]
    [InlineData("InvalidRequestRegion")]
    [InlineData("InvalidScope")]
    [InlineData("SlowDown")]
    [InlineData("UnauthorizedClient")]
    [InlineData("UnsupportedGrantType")]
    public async Task Every_modelled_error_arrives_as_its_type(string kind)
    {
        _server.AddFault(new Fault { Kind = FaultKind.Error, Error = kind, Description = "Because ü.", Times = 3 });

        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(RegisterAsync);

        Assert.Equal(kind + "Exception", error.GetType().Name);
        Assert.Equal("Because ü.", error.Message);
        Assert.Equal(kind == "InternalServer" ? 3 : 1, error.Metadata.Attempts);
        Assert.NotNull(error.RequestId);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.BadContentLength)]
    public async Task A_refresh_token_whose_answer_was_lost_is_sent_once(FaultKind fault)
    {
        var (registration, token) = await LogInAsync();
        _server.AddFault(new Fault { Kind = fault, Operation = "CreateToken", After = true, Times = 5 });
        var before = _server.Journal.Count;

        await Assert.ThrowsAnyAsync<SsoOidcException>(() =>
            _client.CreateTokenAsync(TokenRequest(registration, GrantTypes.RefreshToken) with { RefreshToken = token.RefreshToken }, A.Ct));

        Assert.Equal(before + 1, _server.Journal.Count);
    }

    [Theory]
    [InlineData(502, 1)]
    [InlineData(504, 1)]
    [InlineData(500, 3)]
    [InlineData(503, 3)]
    [InlineData(429, 3)]
    public async Task A_refresh_token_is_sent_again_only_after_an_answer_of_the_service_itself(int status, int requests)
    {
        var (registration, token) = await LogInAsync();
        _server.AddFault(new Fault { Kind = FaultKind.Status, Status = status, Operation = "CreateToken", Times = 5 });
        var before = _server.Journal.Count;

        var error = await Assert.ThrowsAsync<SsoOidcException>(() =>
            _client.CreateTokenAsync(TokenRequest(registration, GrantTypes.RefreshToken) with { RefreshToken = token.RefreshToken }, A.Ct));

        Assert.Equal(before + requests, _server.Journal.Count);
        Assert.Equal(requests, error.Metadata.Attempts);
    }

    [Fact]
    public async Task Faults_that_pass_are_not_noticed_but_in_the_metadata()
    {
        _server.AddFault(new Fault { Kind = FaultKind.Reset });
        _server.AddFault(new Fault { Kind = FaultKind.Status, Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "2" } });
        _server.AddFault(new Fault { Kind = FaultKind.Gzip });

        var registration = await RegisterAsync();

        Assert.NotNull(registration.ClientSecret);
        Assert.Equal(3, registration.Metadata.Attempts);
        Assert.Equal(TimeSpan.FromSeconds(2.05), registration.Metadata.TotalRetryDelay);
    }

    [Fact]
    public async Task An_answer_byte_by_byte_is_an_answer()
    {
        _server.AddFault(new Fault { Kind = FaultKind.Drip });

        Assert.NotNull((await RegisterAsync()).ClientId);
    }

    [Fact]
    public async Task A_huge_answer_is_refused()
    {
        _server.AddFault(new Fault { Kind = FaultKind.HugeBody });

        await Assert.ThrowsAsync<SsoOidcResponseException>(RegisterAsync);
    }

    [Fact]
    public async Task A_redirect_is_refused()
    {
        _server.AddFault(new Fault { Kind = FaultKind.Redirect });

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await Assert.ThrowsAsync<SsoOidcException>(RegisterAsync)).StatusCode);
        Assert.Single(_server.Journal);
    }

    [Fact]
    public async Task A_stalled_service_meets_the_time_limit()
    {
        _server.AddFault(new Fault { Kind = FaultKind.Stall, Times = 3 });
        using var client = Client(_server, timeout: TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<SsoOidcTimeoutException>(() => client.RegisterClientAsync(A.Registration, A.Ct));

        Assert.Equal(3, error.Metadata.Attempts);
    }

    [Fact]
    public async Task Calls_one_after_the_other_use_one_connection()
    {
        for (var call = 0; call < 50; call++)
            await RegisterAsync();

        Assert.Single(_server.Journal.Select(e => e.ConnectionId).Distinct());
    }

    [Fact]
    public async Task Nothing_that_a_login_prints_or_reports_holds_a_secret()
    {
        var printed = new StringBuilder();
        using var client = Client(_server, report: summary => printed.AppendLine(summary.ToString()));
        var registration = await client.RegisterClientAsync(A.Registration with { Scopes = [Scope] }, A.Ct);
        var deviceRequest = new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" };
        var device = await client.StartDeviceAuthorizationAsync(deviceRequest, A.Ct);
        var tokenRequest = TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode };
        var token = await client.PollForTokenAsync(tokenRequest, device.Interval, device.ExpiresAt, cancellationToken: A.Ct);
        var exchange = Exchange(token);
        var exchanged = await client.CreateTokenWithIAMAsync(exchange, A.Ct);
        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.CreateTokenAsync(tokenRequest, A.Ct));

        foreach (var thing in (object[])[registration, deviceRequest, device, tokenRequest, token, exchange, exchanged, error, client.Options])
            printed.AppendLine(thing.ToString());

        Assert.NotEmpty(_server.SecretsIn(token.AccessToken!));
        Assert.Equal(5, printed.ToString().Split("POST ").Length - 1);
        Assert.Empty(_server.SecretsIn(printed.ToString()));
    }

    private static CreateTokenRequest TokenRequest(RegisterClientResponse registration, string grant) =>
        new() { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, GrantType = grant };

    private static CreateTokenWithIAMRequest Exchange(CreateTokenResponse? token) => new()
    {
        ClientId = Application,
        GrantType = GrantTypes.TokenExchange,
        SubjectToken = token?.AccessToken ?? "none",
        SubjectTokenType = TokenTypes.AccessToken,
        RequestedTokenType = TokenTypes.AccessToken,
    };

    private async Task StartAsync(FakeOptions options)
    {
        if (_server is not null)
            await DisposeAsync();
        _server = await FakeServer.StartAsync(options with { TimeProvider = _clock }, A.Ct);
        _client = Client(_server);
    }

    private SsoOidcClient Client(FakeServer server, AwsCredentials? credentials = null, string? region = null, TimeSpan? timeout = null, Action<RequestSummary>? report = null) =>
        new(new SsoOidcClientOptions
        {
            EndpointUrl = server.Url,
            Region = region ?? server.Options.Region,
            Credentials = credentials ?? new AwsCredentials(server.Options.AccessKey, server.Options.SecretKey, server.Options.SessionToken),
            TimeProvider = _clock,
            Timeout = timeout ?? Timeout.InfiniteTimeSpan,
            RequestCompleted = report,
            Random = () => 1,
        });

    private Task<RegisterClientResponse> RegisterAsync() => _client.RegisterClientAsync(A.Registration with { Scopes = [Scope] }, A.Ct);

    private Task<StartDeviceAuthorizationResponse> StartDeviceAsync(RegisterClientResponse registration) => _client.StartDeviceAuthorizationAsync(
        new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" }, A.Ct);

    private async Task<(RegisterClientResponse Registration, CreateTokenResponse Token)> LogInAsync()
    {
        var registration = await RegisterAsync();
        var device = await StartDeviceAsync(registration);
        var token = await _client.CreateTokenAsync(TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode }, A.Ct);
        return (registration, token);
    }

    private async Task<string> AuthorizeAsync(string clientId, string redirect, string verifier)
    {
        var challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var answer = await browser.GetAsync(
            new Uri(_server.Url, $"/authorize?response_type=code&client_id={clientId}&redirect_uri={Uri.EscapeDataString(redirect)}&state=s&code_challenge_method=S256&code_challenge={challenge}"), A.Ct);
        var query = answer.Headers.Location!.Query.TrimStart('?').Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        return query["code"];
    }
}
