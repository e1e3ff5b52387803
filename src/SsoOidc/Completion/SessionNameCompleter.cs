using System.Collections;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Login;
using SsoOidc.Shell;

namespace SsoOidc;

/// <summary>Completes <c>-SessionName</c> with what is configured or logged in; the tooltip says how it stands.</summary>
public sealed class SessionNameCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters)
    {
        var environment = ShellServices.EnvironmentOfCompletion();
        var values = new List<(string, string)>();
        foreach (var session in SessionList.Read(new AwsConfig(environment), ShellServices.CacheOf(environment), TimeProvider.System, out _))
        {
            if (session.SessionName is { } name)
                values.Add((name, Shown.Clean($"{session.StartUrl}, {session.Region}: {Display.Status(session)}")));
        }

        return [.. values];
    }
}
