using System.Management.Automation;
using SsoOidc.Config;
using SsoOidc.Login.Flows;
using SsoOidc.Parameters;
using SsoOidc.Pipeline;
using SsoOidc.Settings;
using SsoOidc.Shell;

namespace SsoOidc.Commands;

/// <summary>Gives a session with a valid token: from the cache, refreshed, or by a login.</summary>
[Cmdlet(VerbsCommunications.Connect, "SSOOIDCSession", HelpUri = HelpPages.Address + "Connect-SSOOIDCSession.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SsoOidcSession))]
public sealed class ConnectSSOOIDCSessionCommand : SsoOidcCmdlet
{
    /// <summary>The name of an [sso-session] section, a start URL or the name of a profile; not needed when there is only one session.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public string? SessionName { get; set; }

    /// <summary>The address of the access portal; that of a configured session is that session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StartUrl { get; set; }

    /// <summary>The region of IAM Identity Center.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public object? Region { get; set; }

    /// <summary>A profile whose session to use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The scopes to register; sso:account:access makes the token refreshable.</summary>
    [Parameter]
    [Alias("Scopes")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    public string[]? Scope { get; set; }

    /// <summary>The least life of a token to be used as it is; a time span, or seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan MinimumRemaining { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Logs in anew, then ends the old session at the service.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Logs in with a code that is approved in a browser anywhere.</summary>
    [Parameter]
    [Alias("UseDeviceAuthentication", "DeviceCode", "DeviceAuth", "Device")]
    public SwitchParameter UseDeviceCode { get; set; }

    /// <summary>Logs in with a browser that comes back to this shell (PKCE).</summary>
    [Parameter]
    public SwitchParameter UseBrowser { get; set; }

    /// <summary>The command of the browser to use; the address is appended, or put in place of %s.</summary>
    [Parameter]
    public string? Browser { get; set; }

    /// <summary>Shows the address and opens no browser.</summary>
    [Parameter]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>The port on 127.0.0.1 that the browser comes back to; a free one when absent.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? RedirectPort { get; set; }

    /// <summary>Copies the address to the clipboard too.</summary>
    [Parameter]
    public SwitchParameter Clipboard { get; set; }

    /// <summary>The most that the person may take; a time span, or seconds.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Called with the prompt as an object, for a window, a bot or a QR code.</summary>
    [Parameter]
    public ScriptBlock? OnPrompt { get; set; }

    /// <summary>Writes the session to the config file as an [sso-session] section.</summary>
    [Parameter]
    public SwitchParameter SaveSession { get; set; }

    /// <summary>A session of Get-SSOOIDCSession.</summary>
    [Parameter(ValueFromPipeline = true)]
    [SessionArgument]
    public SsoOidcSession? InputObject { get; set; }

    private protected override object? Target => SessionName ?? StartUrl ?? ProfileName;

    private protected override async Task ProcessRecordAsync(CancellationToken cancellationToken)
    {
        var options = CreateOptions();
        var arguments = new ShellVariables(SessionState).ToArguments();
        var settings = new AwsSettings(new AwsConfig(ShellServices.EnvironmentOf(SessionState.Path, cancellationToken)), new Setting<string>(ProfileName ?? "", "the parameter ProfileName"));
        if (WhyPassedOver(settings.Config.Environment) is { } why)
        {
            WriteWarning(why);
            return;
        }

        if (Confirmed(options, settings.Config.ConfigPath) is not { } confirmed)
            return;
        using var ui = new CmdletLoginUi(this, TimeProvider.System) { OnPrompt = OnPrompt, CopiesAddress = Clipboard };
        try
        {
            WriteObject(await new SsoOidcLogin(ShellServices.Create(this, settings, ui, arguments)).ConnectAsync(confirmed, cancellationToken));
        }
        // Of several that are piped, one that needs more than there is leaves the others as they are.
        catch (Exception e) when (MyInvocation.ExpectingInput && e is SsoOidcException or SsoOidcConfigurationException)
        {
            WriteError(RecordOf(e, Target)!);
        }
    }

    /// <summary>Of a list, what nobody ever logged in to has nothing to refresh, and a login is not what a list is piped for; null where there is.</summary>
    private string? WhyPassedOver(AwsEnvironment environment)
    {
        if (Force || InputObject is not { Status: SsoOidcSessionStatus.NotLoggedIn or SsoOidcSessionStatus.Unreadable } session || ShellServices.CacheOf(environment).ReadToken(session.CacheKey).Token is not null)
            return null;
        return CmdletWords.Of($"The session '{session}' is passed over: " + (session.Problem ?? "nobody is logged in to it. Log in: " + LoginTarget.Of(session).ConnectCommand));
    }

    /// <summary>Asks for each thing that will happen; null without a yes to the login and to what belongs to it.</summary>
    private LoginOptions? Confirmed(LoginOptions options, string configPath)
    {
        var session = $"{Target ?? "the configured session"}";
        var goes = ShouldProcess(session, MyInvocation.MyCommand.Name);
        if (Force)
            goes &= ShouldProcess(session, "Log in anew and then end the present session at the service");
        if (SaveSession)
            options = options with { SaveSession = ShouldProcess(configPath, $"Write the section [sso-session {SessionName}]") };
        return goes ? options : null;
    }

    private LoginOptions CreateOptions()
    {
        if (UseDeviceCode && UseBrowser)
            throw new ArgumentException("-UseDeviceCode and -UseBrowser are two ways to log in: give one of them.");
        if (NoBrowser && !string.IsNullOrEmpty(Browser))
            throw new ArgumentException("-NoBrowser and -Browser contradict each other: give one of them.");
        if (UseDeviceCode && RedirectPort is not null)
            throw new ArgumentException("-RedirectPort is for the login in a browser, which -UseDeviceCode turns off.");
        if (!string.IsNullOrEmpty(ProfileName) && (!string.IsNullOrEmpty(SessionName) || !string.IsNullOrEmpty(StartUrl)))
            throw new ArgumentException("-ProfileName names a session by itself: give it without -SessionName and -StartUrl.");
        return new LoginOptions
        {
            SessionName = NullIfEmpty(SessionName),
            StartUrl = NullIfEmpty(StartUrl),
            Region = RegionArgument.NameOf(Region),
            ProfileName = NullIfEmpty(ProfileName),
            Scopes = Scope,
            CacheKey = InputObject?.CacheKey,
            MinimumRemaining = MinimumRemaining,
            Force = Force,
            Flow = UseDeviceCode ? LoginFlowKind.DeviceCode : UseBrowser ? LoginFlowKind.Pkce : null,
            Browser = NullIfEmpty(Browser),
            NoBrowser = NoBrowser,
            RedirectPort = RedirectPort ?? 0,
            Timeout = Timeout,
            NonInteractiveReason = HostTraits.NobodyReason(Host),
            HasPromptHandler = OnPrompt is not null,
            SaveSession = SaveSession,
        };
    }
}
