using SsoOidc.Config;
using SsoOidc.Credentials;
using SsoOidc.Login;
using SsoOidc.Login.Flows;
using SsoOidc.Parameters;
using SsoOidc.Settings;

namespace SsoOidc.Shell;

/// <summary>The access portals that a cmdlet talks to, one for each session, with the token of who is logged in.</summary>
internal sealed class PortalShell(SsoOidcCmdlet cmdlet)
{
    private static readonly SsoOidcClientOptions Defaults = new();

    private readonly Dictionary<string, SessionPortal> _portals = new(StringComparer.Ordinal);

    /// <summary>Whether nothing but the result may be written: a program reads it.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The portal of a session: of an object that belongs to one, by name or start URL, or of the only one.</summary>
    /// <param name="source">An account, a role or a session; of any other object its members have been bound.</param>
    /// <param name="sessionName">The name or start URL, if one is given.</param>
    /// <exception cref="SsoOidcConfigurationException">There is no such session, there are several, or it is incomplete.</exception>
    public SessionPortal Open(object? source, string? sessionName)
    {
        var settings = SettingsOf(null);
        var target = source switch
        {
            Account account => account.Session,
            Role role => role.Session,
            SsoOidcSession { StartUrl: { Length: > 0 } startUrl } session => LoginTarget.Create(session.SessionName, startUrl, session.Region, null, session.CacheKey),
            _ => Find(settings, sessionName),
        };
        if (!_portals.TryGetValue(target.CacheKey, out var portal))
        {
            _portals.Add(target.CacheKey, portal = new SessionPortal(Context(settings), target));
            if (!IsQuiet)
                Trace(settings, portal);
        }

        return portal;
    }

    /// <summary>The environment, and a profile if one is named.</summary>
    public AwsSettings SettingsOf(string? profileName) => new(
        new AwsConfig(ShellServices.EnvironmentOf(cmdlet.SessionState.Path, cmdlet.StopToken)),
        profileName is null ? null : new Setting<string>(profileName, "the parameter ProfileName"));

    /// <summary>What credential sources need from around them.</summary>
    public CredentialContext Context(AwsSettings settings)
    {
        var arguments = new ShellVariables(cmdlet.SessionState).ToArguments();
        ILoginUi ui = IsQuiet ? new QuietLoginUi() : new CmdletLoginUi(cmdlet, TimeProvider.System);
        var services = ShellServices.Create(IsQuiet ? null : cmdlet, settings, ui, arguments);
        return new CredentialContext
        {
            Settings = settings,
            SsoTokens = new SessionTokens(services),
            Region = RegionOf(settings),
            MfaPrompt = IsQuiet ? null : new MfaPrompt(cmdlet).AskAsync,
            Debug = text => Tell(() => cmdlet.WriteDebug(text)),
            Warn = text => Tell(() => cmdlet.WarnOnce(text)),
            MaxAttempts = settings.MaxAttempts()?.Value ?? Defaults.MaxAttempts,
            RetryMode = settings.RetryMode()?.Value ?? Defaults.RetryMode,
            RequestCompleted = summary => Tell(() => cmdlet.WriteRequest(summary)),
            Proxy = arguments.Proxy?.Value,
            CaBundle = settings.CaBundle()?.Value,
        };
    }

    /// <summary>The region to work in; null where nobody said.</summary>
    public string? RegionOf(AwsSettings settings) => settings.Region(sessionDefault: new ShellVariables(cmdlet.SessionState).ToArguments().SessionRegion, isSsoCall: false)?.Value;

    private void Trace(AwsSettings settings, SessionPortal portal)
    {
        if (cmdlet.DebugListener is not { } trace)
            return;
        var told = new SettingsTrace(settings, trace);
        told.Of("region", new Setting<string>(portal.Target.Region, portal.Target.RegionSource));
        told.Of("endpoint", settings.EndpointUrl(AwsService.Sso));
        told.Of("use_fips_endpoint", settings.UseFips(), Defaults.UseFips);
        told.Of("use_dualstack_endpoint", settings.UseDualStack(), portal.Target.IsDualStack);
        told.Of("max_attempts", settings.MaxAttempts(), Defaults.MaxAttempts);
        told.Of("retry_mode", settings.RetryMode(), Defaults.RetryMode);
        told.Of("timeout", null, SessionPortal.Patience);
        told.Of("ca_bundle", settings.CaBundle());
        told.OfProxy(new ShellVariables(cmdlet.SessionState).ToArguments().Proxy, portal.Endpoint);
    }

    private void Tell(Action write)
    {
        if (!IsQuiet)
            cmdlet.PostToPipeline(write);
    }

    private static LoginTarget Find(AwsSettings settings, string? sessionName)
    {
        var cache = ShellServices.CacheOf(settings.Config.Environment);
        // Where none is configured, the one that somebody is logged in to is the only one.
        if (sessionName is null && !settings.Config.SessionNames.Any()
            && SessionList.Read(settings.Config, cache, TimeProvider.System, out _).Where(session => session.StartUrl is { Length: > 0 }).ToList() is [var only])
        {
            return LoginTarget.Create(only.SessionName, only.StartUrl!, only.Region, null, only.CacheKey);
        }

        return LoginTargetResolver.Resolve(new LoginOptions { SessionName = sessionName }, settings.Config, cache);
    }
}
