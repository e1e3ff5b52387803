using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Login;
using SsoOidc.Login.Browser;

namespace SsoOidc.Tests;

/// <summary>One of many processes that want the same session: prints where its token came from, and the token.</summary>
internal sealed class ConnectWorker : ILoginUi
{
    private static readonly HttpClient Browser = new();

    bool ILoginUi.CanPaste => false;

    public static async Task<int> RunAsync(string home, Uri endpoint)
    {
        var worker = new ConnectWorker();
        var flow = new SsoOidcLogin(new LoginServices
        {
            Config = new AwsConfig(new AwsEnvironment(_ => null, home)),
            Cache = new TokenCache(Path.Combine(home, "cache"), TimeProvider.System),
            Environment = new LoginEnvironment(name => name == "DISPLAY" ? ":0" : null, _ => false),
            Ui = worker,
            ClientOptions = target => new SsoOidcClientOptions { Region = target.Region, EndpointUrl = endpoint },
            PortalEndpoint = endpoint,
            OpenBrowser = OpenAsync,
        });
        var session = await flow.ConnectAsync(new LoginOptions(), CancellationToken.None);
        Console.WriteLine(session.Source + " " + session.AccessToken);
        return 0;
    }

    private static Task<string?> OpenAsync(string url, string? command, CancellationToken cancellationToken)
    {
        _ = Browser.GetAsync(url, CancellationToken.None);
        return Task.FromResult<string?>(null);
    }

    Task ILoginUi.ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken) => Task.CompletedTask;

    void ILoginUi.Report(LoginProgress progress)
    {
    }

    void ILoginUi.Tell(string message)
    {
    }

    void ILoginUi.Warn(string message) => Console.Error.WriteLine(message);

    Task<string?> ILoginUi.ReadPastedAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
