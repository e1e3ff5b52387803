using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Login.Browser;
using SsoOidc.Login.Flows;

namespace SsoOidc.Login;

/// <summary>What a login needs from around it. All of it can be put in place by a test.</summary>
internal sealed class LoginServices
{
    /// <summary>The shared files, read for session names.</summary>
    public required AwsConfig Config { get; init; }

    public required TokenCache Cache { get; init; }

    public required LoginEnvironment Environment { get; init; }

    public required ILoginUi Ui { get; init; }

    /// <summary>The client's options for a session: its region, and the dual-stack endpoint for a dual-stack portal.</summary>
    public required Func<LoginTarget, SsoOidcClientOptions> ClientOptions { get; init; }

    /// <summary>An address to use instead of the region's access portal (AWS_ENDPOINT_URL_SSO), or null.</summary>
    public Uri? PortalEndpoint { get; init; }

    /// <summary>Whether the dual-stack endpoint is asked for, of the portal too; null where nobody said.</summary>
    public bool? UseDualStack { get; init; }

    /// <summary>Opens an address with a browser command or the system's way; tells why it could not.</summary>
    public required Func<string, string?, CancellationToken, Task<string?>> OpenBrowser { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The surroundings of a program that brings its own settings: the files of the home directory, the system's browser.</summary>
    public static LoginServices Of(ILoginUi ui, SsoOidcClientOptions client, Uri? portalEndpoint, string? homeDirectory)
    {
        var files = new AwsEnvironment(System.Environment.GetEnvironmentVariable, homeDirectory);
        var surroundings = LoginEnvironment.OfProcess();
        return new LoginServices
        {
            Config = new AwsConfig(files),
            Cache = new TokenCache(Path.Combine(files.AwsDirectory, "sso", "cache"), client.TimeProvider),
            Environment = surroundings,
            Ui = ui,
            // A portal of the dual-stack family is served by the dual-stack endpoint only.
            ClientOptions = target => client with
            {
                Region = target.Region,
                UseDualStack = client.UseDualStack || (target.IsDualStack && client.EndpointUrl is null),
            },
            PortalEndpoint = portalEndpoint,
            UseDualStack = client.UseDualStack ? true : null,
            OpenBrowser = new BrowserLauncher(surroundings, client.TimeProvider).OpenAsync,
            Time = client.TimeProvider,
        };
    }
}
