using System.Runtime.CompilerServices;

namespace SsoOidc.ModuleTests.Hosting;

/// <summary>Where the module is, and an environment in which nothing of the machine's settings is seen.</summary>
internal static class TestEnvironment
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string Manifest { get; } = Path.Combine(RepositoryRoot, "SsoOidc.psd1");

    /// <summary>The folder of the built dlls for PowerShell 7.</summary>
    public static string Binaries { get; } = Path.Combine(RepositoryRoot, "module", "bin", "Core");

    [ModuleInitializer]
    internal static void Isolate()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase))
                Environment.SetEnvironmentVariable(name, null);
        }

        var absent = Path.Combine(AppContext.BaseDirectory, "no-such-folder");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(absent, "config"));
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(absent, "credentials"));
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SsoOidc.psd1")))
                return folder.FullName;
        }

        throw new InvalidOperationException("SsoOidc.psd1 is in no folder above the tests: build them inside the repository.");
    }
}
