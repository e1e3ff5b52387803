using System.Diagnostics;
using SsoOidc.Base;

namespace SsoOidc.Programs;

/// <summary>Keeps secrets of the environment from a program that needs none: a browser, a clipboard.</summary>
internal static class SecretVariables
{
    private static readonly string[] Words = ["SECRET", "TOKEN", "PASSWORD", "PASSWD", "CREDENTIAL", "ACCESS_KEY", "API_KEY", "APIKEY", "PRIVATE_KEY"];

    public static void RemoveFrom(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.ToList())
        {
            if (IsSecret(name))
                start.Environment.Remove(name);
            else if (name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase) && start.Environment[name] is { } proxy)
                start.Environment[name] = Shown.WithoutUserInfo(proxy);
        }
    }

    /// <summary>By the name; the path of a file is no secret.</summary>
    internal static bool IsSecret(string name) =>
        !name.EndsWith("_FILE", StringComparison.OrdinalIgnoreCase)
        && Array.Exists(Words, word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}
