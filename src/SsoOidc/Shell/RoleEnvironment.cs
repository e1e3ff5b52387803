namespace SsoOidc.Shell;

/// <summary>The role in the environment of the process, by the names that every AWS tool reads.</summary>
internal static class RoleEnvironment
{
    // A profile would win over the keys in some tools, and so would a token under its old name.
    private static readonly string[] PutAside = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN"];

    private static readonly object Lock = new();

    /// <summary>What the shell had before it entered a role; null while it is in none.</summary>
    private static Dictionary<string, string?>? _before;

    /// <summary>Puts a role into the shell's environment, in place of the one that may be there.</summary>
    public static void Enter(RoleCredential role)
    {
        lock (Lock)
        {
            var before = Set(role);
            _before ??= before;
        }
    }

    /// <summary>Puts back what the shell had before it entered a role.</summary>
    public static void Clear()
    {
        lock (Lock)
        {
            Restore(_before);
            _before = null;
        }
    }

    /// <summary>Runs an action with a role. Afterwards the environment is what it was, whatever the action did to it and however it ended.</summary>
    public static void Run(RoleCredential role, Action action)
    {
        var shell = _before;
        var before = Set(role);
        try
        {
            action();
        }
        finally
        {
            lock (Lock)
            {
                Restore(before);
                _before = shell;
            }
        }
    }

    private static Dictionary<string, string?> Set(RoleCredential role)
    {
        var values = new Dictionary<string, string?>
        {
            ["AWS_ACCESS_KEY_ID"] = role.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = role.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = role.SessionToken,
            ["AWS_CREDENTIAL_EXPIRATION"] = role.ExpirationText,
        };
        foreach (var name in PutAside)
            values[name] = null;
        // Some tools read the one, some the other.
        if (role.Region is not null)
            values["AWS_REGION"] = values["AWS_DEFAULT_REGION"] = role.Region;
        var before = values.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        Restore(values);
        return before;
    }

    private static void Restore(Dictionary<string, string?>? values)
    {
        foreach (var value in values ?? [])
            Environment.SetEnvironmentVariable(value.Key, value.Value);
    }
}
