using System.Management.Automation;
using System.Reflection;
using Amazon.Runtime;
using Amazon.SSOOIDC;
using Model = Amazon.SSOOIDC.Model;

namespace SsoOidc.Compatibility;

/// <summary>
/// Lets the official names that scripts catch and create resolve where the AWS SDK is not loaded: as type accelerators, which is how a module
/// exports types. They go when the SDK comes, and are never there beside it. Plain loops, since an import waits for what has to be compiled.
/// </summary>
public sealed class OfficialNames : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Service = "AWSSDK.SSOOIDC,", Core = "AWSSDK.Core,", Anonymous = "Amazon.Runtime.AnonymousAWSCredentials";

    private static readonly object Gate = new();
    private static int _imports;

    private static Type Accelerators => typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    private static Type[] OfService =>
    [
        typeof(AmazonSSOOIDCException),
        typeof(Model.AccessDeniedException),
        typeof(Model.AuthorizationPendingException),
        typeof(Model.ExpiredTokenException),
        typeof(Model.InternalServerException),
        typeof(Model.InvalidClientException),
        typeof(Model.InvalidClientMetadataException),
        typeof(Model.InvalidGrantException),
        typeof(Model.InvalidRedirectUriException),
        typeof(Model.InvalidRequestException),
        typeof(Model.InvalidRequestRegionException),
        typeof(Model.InvalidScopeException),
        typeof(Model.SlowDownException),
        typeof(Model.UnauthorizedClientException),
        typeof(Model.UnsupportedGrantTypeException),
    ];

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            if (_imports++ > 0)
                return;
            // First, so that an assembly which comes meanwhile waits at the gate.
            AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
            var add = (Action<string, Type>)Delegate.CreateDelegate(typeof(Action<string, Type>), Accelerators, "Add");
            if (Find(Core) is null)
            {
                add(Anonymous, typeof(AnonymousCredentials));
                add(typeof(AmazonServiceException).FullName!, typeof(AmazonServiceException));
            }

            if (Find(Service) is not null)
                return;
            foreach (var type in OfService)
                add(type.FullName!, type);
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            // Another runspace may still have the module.
            if (--_imports > 0)
                return;
            AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
            Remove(isService: true);
            Remove(isService: false);
        }
    }

    /// <summary>The official type of a name, where its assembly is loaded.</summary>
    internal static Type? FindOfficial(string name) => Find(Service)?.GetType(name);

    private static Assembly? Find(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (IsNamed(assembly, name))
                return assembly;
        }

        return null;
    }

    private static bool IsNamed(Assembly assembly, string name) => assembly.FullName?.StartsWith(name, StringComparison.Ordinal) == true;

    private static void OnLoad(object? sender, AssemblyLoadEventArgs args)
    {
        var isService = IsNamed(args.LoadedAssembly, Service);
        if (!isService && !IsNamed(args.LoadedAssembly, Core))
            return;
        lock (Gate)
            Remove(isService);
    }

    private static void Remove(bool isService)
    {
        var remove = (Func<string, bool>)Delegate.CreateDelegate(typeof(Func<string, bool>), Accelerators, "Remove");
        if (!isService)
        {
            remove(Anonymous);
            remove(typeof(AmazonServiceException).FullName!);
            return;
        }

        foreach (var type in OfService)
            remove(type.FullName!);
    }
}
