using System.Runtime.CompilerServices;

// Every declaration is blittable or marshalled by generated code.
[assembly: DisableRuntimeMarshalling]
