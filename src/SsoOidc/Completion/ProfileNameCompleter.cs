using System.Collections;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Shell;

namespace SsoOidc;

/// <summary>Completes <c>-ProfileName</c> from the config and credentials files.</summary>
public sealed class ProfileNameCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters)
    {
        var config = new AwsConfig(ShellServices.EnvironmentOfCompletion(), boundParameters["ProfileLocation"] as string);
        try
        {
            return config.ProfileNames.Select(name => (name, Tooltip(config, name))).ToArray();
        }
        catch (SsoOidcConfigurationException)
        {
            // A broken file is the command's error to report; while typing it only means that there is nothing to offer.
            return [];
        }
    }

    private static string Tooltip(AwsConfig config, string name)
    {
        var profile = config.FindProfile(name)!;
        var kind = profile.Get("sso_session") is { } session ? $"session {session.Value}"
            : profile.Get("sso_start_url") is { } url ? $"start URL {url.Value}"
            : profile.Get("role_arn") is { } role ? $"role {role.Value}"
            : profile.Get("credential_process") is not null ? "credential_process"
            : profile.Get("aws_access_key_id") is not null ? "access key"
            : "settings";
        return Shown.Clean($"{name}: {kind}{(profile.Get("region") is { } region ? ", " + region.Value : "")}");
    }
}
