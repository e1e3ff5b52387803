namespace SsoOidc.Demo;

/// <summary>Where the module is: the manifest in the first folder above this program that has it.</summary>
internal static class ModuleLocation
{
    private const string ManifestName = "SsoOidc.psd1";

    public static string Manifest { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, ManifestName);
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException($"{ManifestName} is in no folder above {AppContext.BaseDirectory}: run the demo from a checkout.");
    }
}
