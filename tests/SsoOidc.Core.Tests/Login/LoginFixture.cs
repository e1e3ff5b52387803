using SsoOidc.Tests.Login.Browser;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.FakeEndpoint;
using SsoOidc.Login;
using SsoOidc.Login.Flows;

namespace SsoOidc.Tests.Login;

/// <summary>A home with one configured session, a fake service, a person at the shell and a browser.</summary>
internal sealed class LoginFixture : ILoginUi, IAsyncDisposable
{
    public const string Session = "my-sso";
    public const string PortalUrl = "https://my-sso.awsapps.com/start";
    public const string Region = "us-east-1";

    private readonly TempFolder _home = new();
    private readonly HttpClient _browser = new();
    private CancellationTokenSource? _stranded;
    private readonly Channel<string?> _pasted = Channel.CreateUnbounded<string?>();

    private LoginFixture(FakeServer fake, TimeProvider time)
    {
        Fake = fake;
        Time = time;
        Cache = new TokenCache(_home["cache"], time);
        Directory.CreateDirectory(_home[".aws"]);
        WriteConfig($"[sso-session {Session}]\nsso_start_url = {PortalUrl}\nsso_region = {Region}\n");
        OpenBrowser = (url, _, _) =>
        {
            Browse(url);
            return Task.FromResult<string?>(null);
        };
    }

    public static async Task<LoginFixture> StartAsync(FakeOptions? options = null, TimeProvider? time = null)
    {
        time ??= new FakeTimeProvider(InstantClock.Now);
        var fake = await FakeServer.StartAsync((options ?? new FakeOptions()) with { TimeProvider = time }, Cancel);
        return new LoginFixture(fake, time);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeServer Fake { get; }

    public TimeProvider Time { get; }

    public TokenCache Cache { get; set; }

    public string Surroundings { get; set; } = "DISPLAY=:0";

    public Uri? Endpoint { get; set; }

    /// <summary>Called with the path of each request before it is sent.</summary>
    public Action<string>? Answering { get; set; }

    public Func<string, string?, CancellationToken, Task<string?>> OpenBrowser { get; set; }

    /// <summary>Done when a prompt is shown, before waiting begins.</summary>
    public Func<LoginPrompt, Task> OnPrompt { get; set; } = _ => Task.CompletedTask;

    public List<LoginPrompt> Prompts { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Told { get; } = [];

    /// <summary>The region of each client that was made.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> RegionsAsked { get; } = [];

    public List<LoginProgress> Progress { get; } = [];

    /// <summary>The page that the browser ended on, which comes when the login has ended.</summary>
    public Task<string> Page { get; private set; } = Task.FromResult("");

    public bool CanPaste { get; set; }

    public int PasteRequests { get; private set; }

    public IEnumerable<string> Operations => Fake.Journal.Select(entry => entry.Operation);

    public string KeyPath => Cache.PathOf(TokenCache.TokenKey(Session, PortalUrl));

    public CachedToken? Saved => Cache.ReadToken(TokenCache.TokenKey(Session, PortalUrl)).Token;

    public void WriteConfig(string text) => File.WriteAllText(_home[".aws/config"], text);

    public string ReadConfig() => File.ReadAllText(_home[".aws/config"]);

    public AwsConfig Config() => new(new AwsEnvironment(_ => null, _home.Path));

    public string HomePath => _home.Path;

    public SsoOidcLogin Flow() => new(new LoginServices
    {
        Config = Config(),
        Cache = Cache,
        Environment = LoginEnvironmentTests.Place("linux", Surroundings),
        Ui = this,
        ClientOptions = OptionsOf,
        PortalEndpoint = Endpoint ?? Fake.Url,
        OpenBrowser = (url, command, cancel) => OpenBrowser(url, command, cancel),
        Time = Time,
    });

    private SsoOidcClientOptions OptionsOf(LoginTarget target)
    {
        RegionsAsked.Enqueue(target.Region);
        return new SsoOidcClientOptions
        {
            Region = target.Region,
            EndpointUrl = Endpoint ?? Fake.Url,
            MaxAttempts = 1,
            Timeout = Timeout.InfiniteTimeSpan,
            HttpMessageHandler = Answering is null ? null : new Announce(Answering),
        };
    }

    /// <summary>Fails when the browser is stranded: time does not pass here by itself, so the login would wait for ever.</summary>
    public async Task<SsoOidcSession> ConnectAsync(LoginOptions? options = null)
    {
        using var stranded = _stranded = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        try
        {
            return await ConnectUntilAsync(stranded.Token, options);
        }
        catch (OperationCanceledException) when (stranded.IsCancellationRequested && !Cancel.IsCancellationRequested)
        {
            Assert.Fail("The browser does not come back: " + await Page);
            throw;
        }
        finally
        {
            _stranded = null;
        }
    }

    /// <summary>A login whose browser never comes back is a failure with a name, and not a run that never ends.</summary>
    public Task<SsoOidcSession> ConnectUntilAsync(CancellationToken cancel, LoginOptions? options = null) =>
        Flow().ConnectAsync(options ?? new LoginOptions(), cancel).WaitAsync(TimeSpan.FromMinutes(1));

    public Task<SsoOidcDisconnection> DisconnectAsync() =>
        Flow().DisconnectAsync(LoginTarget.Create(Session, PortalUrl, Region, null), Cancel);

    /// <summary>What a browser does: follows redirects until a page. An error of the service is a page that nobody comes back from.</summary>
    public void Browse(string url)
    {
        // That of the login that opened it: its page may come when the next login is under way.
        var login = _stranded;
        Page = Task.Run(async () =>
        {
            using var response = await _browser.GetAsync(url, Cancel);
            if (!response.IsSuccessStatusCode && response.RequestMessage!.RequestUri!.Authority == Fake.Url.Authority && login is not null)
                await login.CancelAsync();
            return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancel));
        });
    }

    /// <summary>The address that a browser ends on, without going there.</summary>
    public static async Task<string> RedirectOfAsync(string url)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var response = await browser.GetAsync(url, Cancel);
        return response.Headers.Location!.AbsoluteUri;
    }

    public void Paste(string? line) => _pasted.Writer.TryWrite(line);

    public void Advance(TimeSpan time) => ((FakeTimeProvider)Time).Advance(time);

    public void ExpireToken() => Advance(TimeSpan.FromHours(1));

    async Task ILoginUi.ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken)
    {
        Prompts.Add(prompt);
        await OnPrompt(prompt);
    }

    void ILoginUi.Report(LoginProgress progress)
    {
        lock (Progress)
            Progress.Add(progress);
    }

    void ILoginUi.Tell(string message)
    {
        lock (Told)
            Told.Add(message);
    }

    void ILoginUi.Warn(string message)
    {
        lock (Warnings)
            Warnings.Add(message);
    }

    async Task<string?> ILoginUi.ReadPastedAsync(CancellationToken cancellationToken)
    {
        PasteRequests++;
        return await _pasted.Reader.ReadAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Fake.DisposeAsync();
        _browser.Dispose();
        _home.Dispose();
    }

    private sealed class Announce(Action<string> told) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            told(request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
