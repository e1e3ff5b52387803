using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Login;
using SsoOidc.Login.Browser;

namespace SsoOidc.Reliability.Races;

/// <summary>
/// A process that wants a session again and again, or once, and prints a line for each thing a test has to know: <c>ready</c>,
/// <c>sent</c> before a token is asked for, <c>got</c> once it is saved, <c>warning</c> and <c>wrong</c>.
/// </summary>
internal sealed class SessionWorker : ILoginUi
{
    private static readonly HttpClient Browser = new();

    private readonly string _home;
    private readonly SsoOidcLogin _flow;
    private readonly TokenCache _cache;

    private SessionWorker(string home, string cacheFolder, Uri endpoint)
    {
        _home = home;
        _cache = new TokenCache(cacheFolder, TimeProvider.System);
        _flow = new SsoOidcLogin(new LoginServices
        {
            Config = new AwsConfig(new AwsEnvironment(_ => null, home)),
            Cache = _cache,
            Environment = new LoginEnvironment(name => name == "DISPLAY" ? ":0" : null, _ => false),
            Ui = this,
            ClientOptions = target => new SsoOidcClientOptions { Region = target.Region, EndpointUrl = endpoint, HttpMessageHandler = new Announce() },
            PortalEndpoint = endpoint,
            OpenBrowser = (url, _, _) =>
            {
                _ = Browser.GetAsync(new Uri(url), CancellationToken.None);
                return Task.FromResult<string?>(null);
            },
        });
    }

    bool ILoginUi.CanPaste => false;

    public static void WriteConfig(string home)
    {
        Directory.CreateDirectory(Path.Combine(home, ".aws"));
        File.WriteAllText(Path.Combine(home, ".aws", "config"), "[sso-session my-sso]\nsso_start_url = https://my-sso.awsapps.com/start\nsso_region = us-east-1\n");
    }

    /// <summary>One login, in which the cache can do nothing; prints the source of the token.</summary>
    public static async Task<int> RunOnceAsync(string home, string cacheFolder, string endpoint)
    {
        var session = await new SessionWorker(home, cacheFolder, new Uri(endpoint))._flow.ConnectAsync(new LoginOptions(), CancellationToken.None);
        Say($"{session.Source} {(session.AccessToken is { Length: > 0 } ? "with a token" : "without")}");
        return 0;
    }

    /// <summary>Connects and looks at the files until its input ends.</summary>
    public static async Task<int> RunAsync(string home, string endpoint)
    {
        var worker = new SessionWorker(home, Path.Combine(home, "cache"), new Uri(endpoint));
        var end = Task.Run(Console.In.ReadLine);
        Say("ready");
        while (!end.IsCompleted)
        {
            try
            {
                var session = await worker._flow.ConnectAsync(new LoginOptions { MinimumRemaining = TimeSpan.Zero }, CancellationToken.None);
                if (session.Source != SsoOidcSessionSource.Cache)
                    Say("got");
            }
            catch (Exception e)
            {
                Say("wrong " + e.GetType().Name + " " + e.Message);
            }

            worker.Look();
            await Task.Delay(20);
        }

        return 0;
    }

    Task ILoginUi.ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken) => Task.CompletedTask;

    void ILoginUi.Report(LoginProgress progress)
    {
    }

    void ILoginUi.Tell(string message)
    {
    }

    void ILoginUi.Warn(string message) => Say("warning " + message);

    Task<string?> ILoginUi.ReadPastedAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private static void Say(string line)
    {
        Console.WriteLine(line);
        Console.Out.Flush();
    }

    private void Look()
    {
        foreach (var entry in _cache.Entries().Where(entry => entry.Problem is not null))
            Say("wrong " + entry.Key + " " + entry.Problem);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in Directory.EnumerateFiles(_cache.Folder))
        {
            try
            {
                if (File.GetUnixFileMode(file) != (UnixFileMode.UserRead | UnixFileMode.UserWrite))
                    Say("wrong mode of " + Path.GetRelativePath(_home, file));
            }
            catch (FileNotFoundException)
            {
                // A temporary file whose writer was done first.
                continue;
            }
        }
    }

    private sealed class Announce : DelegatingHandler
    {
        public Announce()
            : base(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/token")
                Say("sent");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
