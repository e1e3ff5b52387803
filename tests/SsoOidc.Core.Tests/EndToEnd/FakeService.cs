using System.Security.Cryptography;
using System.Text;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Tests.EndToEnd;

/// <summary>The client against the fake endpoint, which shares no code with it: real HTTP, one clock for both sides.</summary>
public abstract class FakeService : IAsyncLifetime
{
    protected const string Scope = "sso:account:access";
    protected const string Application = "arn:aws:sso::111122223333:application/ssoins-1234567890abcdef/apl-1234567890abcdef";

    protected InstantClock Clock { get; } = new();

    protected FakeServer Server { get; private set; } = null!;

    protected SsoOidcClient ServiceClient { get; private set; } = null!;

    public async ValueTask InitializeAsync() => await StartAsync(new FakeOptions());

    public async ValueTask DisposeAsync()
    {
        ServiceClient.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static CreateTokenRequest TokenRequest(RegisterClientResponse registration, string grant) =>
        new() { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, GrantType = grant };

    protected static CreateTokenWithIAMRequest Exchange(CreateTokenResponse? token) => new()
    {
        ClientId = Application,
        GrantType = GrantTypes.TokenExchange,
        SubjectToken = token?.AccessToken ?? "none",
        SubjectTokenType = TokenTypes.AccessToken,
        RequestedTokenType = TokenTypes.AccessToken,
    };

    protected async Task StartAsync(FakeOptions options)
    {
        if (Server is not null)
            await DisposeAsync();
        Server = await FakeServer.StartAsync(options with { TimeProvider = Clock }, A.Ct);
        ServiceClient = Client(Server);
    }

    protected SsoOidcClient Client(FakeServer server, AwsCredentials? credentials = null, string? region = null, TimeSpan? timeout = null, Action<RequestSummary>? report = null) =>
        new(new SsoOidcClientOptions
        {
            EndpointUrl = server.Url,
            Region = region ?? server.Options.Region,
            Credentials = credentials ?? new AwsCredentials(server.Options.AccessKey, server.Options.SecretKey, server.Options.SessionToken),
            TimeProvider = Clock,
            Timeout = timeout ?? Timeout.InfiniteTimeSpan,
            RequestCompleted = report,
            Random = () => 1,
        });

    protected Task<RegisterClientResponse> RegisterAsync() => ServiceClient.RegisterClientAsync(A.Registration with { Scopes = [Scope] }, A.Ct);

    protected Task<StartDeviceAuthorizationResponse> StartDeviceAsync(RegisterClientResponse registration) => ServiceClient.StartDeviceAuthorizationAsync(
        new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" }, A.Ct);

    protected async Task<(RegisterClientResponse Registration, CreateTokenResponse Token)> LogInAsync()
    {
        var registration = await RegisterAsync();
        var device = await StartDeviceAsync(registration);
        var token = await ServiceClient.CreateTokenAsync(TokenRequest(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode }, A.Ct);
        return (registration, token);
    }

    protected async Task<string> AuthorizeAsync(string clientId, string redirect, string verifier)
    {
        var challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var answer = await browser.GetAsync(
            new Uri(Server.Url, $"/authorize?response_type=code&client_id={clientId}&redirect_uri={Uri.EscapeDataString(redirect)}&state=s&code_challenge_method=S256&code_challenge={challenge}"), A.Ct);
        var query = answer.Headers.Location!.Query.TrimStart('?').Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        return query["code"];
    }
}
