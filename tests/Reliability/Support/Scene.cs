using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Reliability.Support;

/// <summary>A fake service whose clock stands still, and a client of it with a kept connection.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Scope = "sso:account:access";
    public const string Redirect = "http://127.0.0.1:49152/oauth/callback";
    public const string Application = "arn:aws:sso::111122223333:application/ssoins-1234567890abcdef/apl-1234567890abcdef";

    private readonly StringBuilder _summaries = new();

    private Scene(FakeServer server, bool hasLimit)
    {
        Server = server;
        var options = Options(server.Url) with { HttpMessageHandler = Watch };
        Client = new SsoOidcClient(hasLimit ? options : options with { Timeout = Timeout.InfiniteTimeSpan });
    }

    public FakeServer Server { get; }

    public StepClock Clock { get; } = new();

    public Watch Watch { get; } = new();

    public SsoOidcClient Client { get; }

    /// <summary>What a log of the calls would say.</summary>
    public string Summaries
    {
        get
        {
            lock (_summaries)
                return _summaries.ToString();
        }
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Calls at the same time share the clock, on which the waits of one would add up to the time limit of another: they have none.</summary>
    public static async Task<Scene> StartAsync(bool hasLimit = true) =>
        new(await FakeServer.StartAsync(new FakeOptions { EnforceInterval = false, TimeProvider = new FakeTimeProvider(StepClock.Now) }, Cancel), hasLimit);

    public SsoOidcClientOptions Options(Uri endpoint) => new()
    {
        EndpointUrl = endpoint,
        Region = Server.Options.Region,
        Credentials = new AwsCredentials(Server.Options.AccessKey, Server.Options.SecretKey),
        TimeProvider = Clock,
        Timeout = StepClock.Limit,
        Random = () => 1,
        RequestCompleted = summary =>
        {
            lock (_summaries)
                _summaries.AppendLine(summary.ToString());
        },
    };

    public Task<RegisterClientResponse> RegisterAsync(bool withRedirect = false) => Client.RegisterClientAsync(
        new RegisterClientRequest
        {
            ClientName = "reliability",
            ClientType = "public",
            Scopes = [Scope],
            RedirectUris = withRedirect ? ["http://127.0.0.1/oauth/callback"] : null,
            GrantTypes = withRedirect ? [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken] : null,
            IssuerUrl = withRedirect ? "https://d-1.awsapps.com/start" : null,
        },
        Cancel);

    public Task<StartDeviceAuthorizationResponse> StartDeviceAsync(RegisterClientResponse registration) =>
        Client.StartDeviceAuthorizationAsync(DeviceStart(registration), Cancel);

    public static StartDeviceAuthorizationRequest DeviceStart(RegisterClientResponse registration) =>
        new() { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = "https://d-1.awsapps.com/start" };

    public static CreateTokenRequest Grant(RegisterClientResponse registration, string grant) =>
        new() { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, GrantType = grant };

    public async Task<(RegisterClientResponse Registration, CreateTokenResponse Token)> LogInAsync()
    {
        var registration = await RegisterAsync();
        var device = await StartDeviceAsync(registration);
        return (registration, await Client.CreateTokenAsync(Grant(registration, GrantTypes.DeviceCode) with { DeviceCode = device.DeviceCode }, Cancel));
    }

    /// <summary>What the browser brings back: a code for the verifier.</summary>
    public async Task<string> AuthorizeAsync(string clientId, string verifier)
    {
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var query = $"authorize?response_type=code&client_id={Uri.EscapeDataString(clientId)}&redirect_uri={Uri.EscapeDataString(Redirect)}"
            + $"&state=state&code_challenge={challenge}&code_challenge_method=S256&scopes={Uri.EscapeDataString(Scope)}";
        using var response = await browser.GetAsync(new Uri(Server.Url, query), Cancel);
        var location = response.Headers.Location ?? throw new InvalidOperationException(await response.Content.ReadAsStringAsync(Cancel));
        return Uri.UnescapeDataString(location.Query.TrimStart('?').Split('&').Single(p => p.StartsWith("code=", StringComparison.Ordinal))[5..]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Clock.Dispose();
        await Server.DisposeAsync();
    }
}
