using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Login;
using SsoOidc.Login.Browser;
using SsoOidc.Login.Flows;
using SsoOidc.Settings;

namespace SsoOidc.Shell;

/// <summary>Puts a login's surroundings together for a cmdlet: the files, the cache, the browser and the person at this shell.</summary>
internal static class ShellServices
{
    public static TokenCache CacheOf(AwsEnvironment environment) =>
        new(Path.Combine(environment.AwsDirectory, "sso", "cache"), TimeProvider.System);

    /// <summary>The environment of the process, where the shell is: it has a location of its own.</summary>
    public static AwsEnvironment EnvironmentOf(PathIntrinsics? path, CancellationToken stop) =>
        AwsEnvironment.OfProcess(path?.CurrentFileSystemLocation.ProviderPath, stop);

    /// <summary>The same for completion, which has no cmdlet to ask, and whose runspace is busy with it.</summary>
    public static AwsEnvironment EnvironmentOfCompletion()
    {
        if (Runspace.DefaultRunspace is null)
            return AwsEnvironment.OfProcess();
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return AwsEnvironment.OfProcess(shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").Invoke<string>().FirstOrDefault());
    }

    /// <param name="cmdlet">Where the person is; null where nothing may be written, as in completion.</param>
    /// <param name="settings">The standard settings.</param>
    /// <param name="ui">Shows the prompt.</param>
    /// <param name="arguments">What the call gives for its requests; the region is the session's.</param>
    public static LoginServices Create(SsoOidcCmdlet? cmdlet, AwsSettings settings, ILoginUi ui, ClientArguments arguments)
    {
        var isRemoteShell = cmdlet?.SessionState.PSVariable.GetValue("PSSenderInfo") is not null;
        var surroundings = new LoginEnvironment(Environment.GetEnvironmentVariable, File.Exists) { IsRemoteShell = isRemoteShell };
        // Asked here, on the pipeline thread, for what tells from any.
        Action<string>? trace = cmdlet?.DebugListener is { } tell ? text => cmdlet.PostToPipeline(() => tell(text)) : null;
        return new LoginServices
        {
            Config = settings.Config,
            Cache = CacheOf(settings.Config.Environment),
            Environment = surroundings,
            Ui = ui,
            ClientOptions = target => OptionsOf(target),
            PortalEndpoint = settings.EndpointUrl(AwsService.Sso)?.Value,
            UseDualStack = (arguments.UseDualStack ?? settings.UseDualStack())?.Value,
            OpenBrowser = new BrowserLauncher(surroundings, TimeProvider.System).OpenAsync,
        };

        SsoOidcClientOptions OptionsOf(LoginTarget target)
        {
            // A portal of the dual-stack family is served by the dual-stack endpoint only; who set that otherwise knows why.
            var isDualStack = target.IsDualStack && arguments.EndpointUrl is null && settings.EndpointUrl(AwsService.SsoOidc) is null && settings.UseDualStack() is null;
            var session = "the session " + target.Display;
            var options = ClientConfiguration.Resolve(
                settings,
                arguments with
                {
                    Region = new Setting<string>(target.Region, target.RegionSource),
                    UseDualStack = arguments.UseDualStack ?? (isDualStack ? new Setting<bool>(true, session) : null),
                },
                isSigned: false,
                trace);
            new SettingsTrace(settings, trace).Of("portal endpoint", settings.EndpointUrl(AwsService.Sso));
            return options with { RequestCompleted = summary => cmdlet?.PostToPipeline(() => cmdlet.WriteRequest(summary)) };
        }
    }
}
