using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Login;
using SsoOidc.Login.Browser;

namespace SsoOidc.Reliability.Races;

/// <summary>A login of a home in this process, whose browser only tells where it was sent.</summary>
internal sealed class Logins : ILoginUi
{
    bool ILoginUi.CanPaste => false;

    public static SsoOidcLogin Flow(string home, Uri endpoint, TaskCompletionSource<string> browser) => new(new LoginServices
    {
        Config = new AwsConfig(new AwsEnvironment(_ => null, home)),
        Cache = new TokenCache(Path.Combine(home, "cache"), TimeProvider.System),
        Environment = new LoginEnvironment(name => name == "DISPLAY" ? ":0" : null, _ => false),
        Ui = new Logins(),
        ClientOptions = target => new SsoOidcClientOptions { Region = target.Region, EndpointUrl = endpoint },
        PortalEndpoint = endpoint,
        OpenBrowser = (url, _, _) =>
        {
            browser.TrySetResult(url);
            return Task.FromResult<string?>(null);
        },
    });

    Task ILoginUi.ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken) => Task.CompletedTask;

    void ILoginUi.Report(LoginProgress progress)
    {
    }

    void ILoginUi.Tell(string message)
    {
    }

    void ILoginUi.Warn(string message)
    {
    }

    Task<string?> ILoginUi.ReadPastedAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
